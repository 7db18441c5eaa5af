using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;
using Payments.LocalHost.Hosting;

namespace Payments.LocalHost.ServiceBus;

/// <summary>Holds several sessions at once, and takes the messages of each in order, one at a time.</summary>
internal sealed class SessionPump(
    ServiceBusClient client,
    string queue,
    HostJson.ServiceBusSettings settings,
    MessageHandling handling,
    LockRenewal renewal,
    StopTokens stop,
    ILogger log) : IMessagePump
{
    // One loop waits for the next session, whoever's turn it is: so idle loops do not all poll the broker.
    private readonly SemaphoreSlim _turn = new(1);

    public Task RunAsync() =>
        Task.WhenAll(Enumerable.Range(0, settings.MaxConcurrentSessions).Select(_ => Task.Run(LoopAsync)));

    public void Dispose() => _turn.Dispose();

    private async Task LoopAsync()
    {
        while (!stop.Taking.IsCancellationRequested)
        {
            try
            {
                await using var session = await AcceptAsync();
                if (session is not null)
                    await HoldAsync(session);
            }
            catch (OperationCanceledException) when (stop.Taking.IsCancellationRequested)
            {
                log.LogDebug("Queue {Queue} is no longer read", queue);
            }
            catch (ServiceBusException fault) when (fault.Reason == ServiceBusFailureReason.SessionLockLost)
            {
                log.LogWarning(fault, "A session of queue {Queue} was lost; its messages will come again", queue);
            }
            catch (ServiceBusException fault)
            {
                await PumpFaults.WaitAsync(log, fault, queue, stop.Taking);
            }
        }
    }

    /// <summary>The next session that has messages and no holder; null when none came in the client's time.</summary>
    private async Task<ServiceBusSessionReceiver?> AcceptAsync()
    {
        await _turn.WaitAsync(stop.Taking);
        try
        {
            return await client.AcceptNextSessionAsync(queue, cancellationToken: stop.Taking);
        }
        catch (ServiceBusException none) when (none.Reason == ServiceBusFailureReason.ServiceTimeout)
        {
            return null;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task HoldAsync(ServiceBusSessionReceiver session)
    {
        using var released = new CancellationTokenSource();
        var renewing = renewal.RunAsync(
            () => session.SessionLockedUntil,
            session.RenewSessionLockAsync,
            released.Token);
        try
        {
            while (!stop.Taking.IsCancellationRequested
                && await session.ReceiveMessageAsync(settings.SessionIdleTimeout, stop.Taking) is { } message)
                await handling.HandleAsync(session, message);
        }
        finally
        {
            await released.CancelAsync();
            await renewing;
        }
    }
}
