using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace Payments.LocalHost.ServiceBus;

/// <summary>Keeps a lock while its message is in hand, by renewing it halfway to its end.</summary>
internal sealed class LockRenewal(TimeSpan limit, TimeProvider time, ILogger log)
{
    /// <summary>A lock that is nearly over is renewed at once, but not in a tight loop.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Ends when cancelled, when the limit is reached, or when the lock is lost.</summary>
    public async Task RunAsync(
        Func<DateTimeOffset> lockedUntil,
        Func<CancellationToken, Task> renew,
        CancellationToken cancellationToken)
    {
        var end = time.GetUtcNow() + limit;
        while (true)
        {
            var now = time.GetUtcNow();
            var wait = (lockedUntil() - now) / 2;
            wait = wait < ShortestWait ? ShortestWait : wait;
            if (now + wait > end)
                return;
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested || !await RenewAsync(renew, cancellationToken))
                return;
        }
    }

    private async Task<bool> RenewAsync(Func<CancellationToken, Task> renew, CancellationToken cancellationToken)
    {
        try
        {
            await renew(cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (ServiceBusException fault)
        {
            log.LogWarning(fault, "A lock could not be renewed: the message will come again");
            return fault.IsTransient;
        }
    }
}
