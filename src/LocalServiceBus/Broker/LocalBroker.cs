using System.Diagnostics;

namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>
/// Service Bus semantics over one store. Every operation is one short immediate transaction, so that brokers of several
/// processes may share a file; what one process held when it was killed comes back when its lock expires.
/// </summary>
internal sealed class LocalBroker(Store store, QueueDefinitions queues, TimeProvider time) : IDisposable
{
    /// <summary>How often the file is looked at for what other processes, and time, have changed.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a transaction waits for other processes'; each takes well under 1 ms.</summary>
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(1);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Bell _bell = new();

    public QueueDefinition Queue(string path) => queues[path];

    /// <summary>Runs one transaction, off the caller's thread, then wakes those who wait for what it did.</summary>
    public async Task<T> RunAsync<T>(Func<Transaction, T> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await BeginAsync(cancellationToken).ConfigureAwait(false);
            return await Task.Run(() => Finish(work), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Runs the transaction until it finds something or the wait is over; then it answers null.</summary>
    public async Task<T?> WaitAsync<T>(
        QueueDefinition queue, Func<Transaction, T?> work, TimeSpan longest, CancellationToken cancellationToken)
        where T : class
    {
        var started = time.GetTimestamp();
        while (true)
        {
            // Taken before looking, so that what arrives in between is not slept through.
            var change = _bell.Next(queue.Path);
            if (await RunAsync(work, cancellationToken).ConfigureAwait(false) is { } found)
                return found;

            do
            {
                var left = longest - time.GetElapsedTime(started);
                if (left <= TimeSpan.Zero)
                    return null;

                await SleepAsync(change, left < PollInterval ? left : PollInterval, cancellationToken)
                    .ConfigureAwait(false);
            }
            while (!change.IsCompleted && !await ChangedElsewhereAsync(queue, cancellationToken).ConfigureAwait(false));
        }
    }

    public void Dispose()
    {
        _gate.Wait();
        store.Dispose();
        _gate.Dispose();
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!store.TryBegin())
        {
            if (Stopwatch.GetElapsedTime(started) > BusyTimeout)
                throw new ServiceBusException("The broker's file is locked.", ServiceBusFailureReason.ServiceBusy);

            await Task.Delay(BusyPause, cancellationToken).ConfigureAwait(false);
        }
    }

    private T Finish<T>(Func<Transaction, T> work)
    {
        var transaction = new Transaction(store, queues, time.GetUtcNow());
        try
        {
            var result = work(transaction);
            store.Commit();
            _bell.Ring(transaction.Awakened);
            return result;
        }
        catch
        {
            store.Rollback();
            throw;
        }
    }

    private async Task SleepAsync(Task change, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var nap = Task.Delay(longest, time, over.Token);
        if (await Task.WhenAny(change, nap).ConfigureAwait(false) == nap)
            await nap.ConfigureAwait(false);
        else
            await over.CancelAsync().ConfigureAwait(false);
    }

    private async Task<bool> ChangedElsewhereAsync(QueueDefinition queue, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!store.ChangedByOthers())
                return Expiry.IsDue(store, queue, time.GetUtcNow());

            // One waiter sees the change; the others must be told, for the next question answers no.
            _bell.RingAll();
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }
}
