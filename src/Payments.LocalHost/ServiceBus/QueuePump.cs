using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;
using Payments.LocalHost.Hosting;

namespace Payments.LocalHost.ServiceBus;

/// <summary>Takes as many messages as there are free places, and holds each one's lock until it is settled.</summary>
internal sealed class QueuePump(
    ServiceBusClient client,
    string queue,
    int maxConcurrentCalls,
    MessageHandling handling,
    LockRenewal renewal,
    StopTokens stop,
    ILogger log) : IMessagePump
{
    private readonly SemaphoreSlim _places = new(maxConcurrentCalls);

    public async Task RunAsync()
    {
        await using var receiver = client.CreateReceiver(queue);
        while (!stop.Taking.IsCancellationRequested)
            await TakeAsync(receiver);
        for (var i = 0; i < maxConcurrentCalls; i++)
            await _places.WaitAsync();
    }

    public void Dispose() => _places.Dispose();

    private async Task TakeAsync(ServiceBusReceiver receiver)
    {
        var places = await ReserveAsync();
        IReadOnlyList<ServiceBusReceivedMessage> messages = [];
        try
        {
            if (places > 0)
                messages = await receiver.ReceiveMessagesAsync(places, cancellationToken: stop.Taking);
        }
        catch (OperationCanceledException) when (stop.Taking.IsCancellationRequested)
        {
            log.LogDebug("Queue {Queue} is no longer read", queue);
        }
        catch (ServiceBusException fault)
        {
            await PumpFaults.WaitAsync(log, fault, queue, stop.Taking);
        }
        if (places > messages.Count)
            _places.Release(places - messages.Count);
        foreach (var message in messages)
            _ = Task.Run(() => HandleAsync(receiver, message), CancellationToken.None);
    }

    // Waits for one free place, then takes every other that is free too: one receive then fills them all.
    private async Task<int> ReserveAsync()
    {
        await _places.WaitAsync(stop.Taking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stop.Taking.IsCancellationRequested)
            return 0;
        var places = 1;
        while (_places.Wait(0, CancellationToken.None))
            places++;
        return places;
    }

    private async Task HandleAsync(ServiceBusReceiver receiver, ServiceBusReceivedMessage message)
    {
        using var settled = new CancellationTokenSource();
        var renewing = renewal.RunAsync(
            () => message.LockedUntil,
            token => receiver.RenewMessageLockAsync(message, token),
            settled.Token);
        try
        {
            await handling.HandleAsync(receiver, message);
        }
        finally
        {
            await settled.CancelAsync();
            await renewing;
            _places.Release();
        }
    }
}
