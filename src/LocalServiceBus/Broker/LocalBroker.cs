namespace LocalServiceBus.Broker;

/// <summary>
/// Service Bus semantics over one store, which only this broker uses. Nothing polls: a committed transaction wakes the
/// receivers that wait for what it made available, and each queue has one alarm for changes made by time.
/// </summary>
internal sealed class LocalBroker : IAsyncDisposable
{
    /// <summary>How long after a failure of the store (such as a full disk) an alarm retries.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly QueueDefinitions _queues;
    private readonly TimeProvider _time;
    private readonly WorkQueue _work;
    private readonly Bell _bell = new();
    private readonly Dictionary<string, Alarm> _alarms;

    public LocalBroker(Store store, QueueDefinitions queues, TimeProvider time)
    {
        _queues = queues;
        _time = time;
        _work = new WorkQueue(store, queues, time, OnCommitted);
        _alarms = queues.All.ToDictionary(
            queue => queue.Path, queue => new Alarm(time, () => _ = ApplyElapsedTimeAsync(queue)));
        foreach (var alarm in _alarms.Values)
            alarm.Set(time.GetUtcNow().UtcTicks);
    }

    /// <summary>Raised with the token of an expired session lock.</summary>
    public event Action<string>? SessionEnded;

    public QueueDefinition Queue(string path) => _queues[path];

    /// <summary>Completes at the place's next change. Take it before looking, so that no change is missed.</summary>
    public Task NextChange(Place place) => _bell.Next(place);

    /// <summary>Runs the work on another thread; the task completes after the commit.</summary>
    public Task<T> RunAsync<T>(Func<Transaction, T> work)
    {
        var added = new Work<T>(work);
        return _work.TryAdd(added) ? added.Outcome : Task.FromException<T>(CreateStoppedError());
    }

    /// <summary>
    /// Repeats the work until it finds something. Returns null when the time is over or the wait is canceled.
    /// </summary>
    public async Task<T?> WaitAsync<T>(
        Place place, Func<Transaction, T?> work, TimeSpan maxWait, CancellationToken cancellationToken)
        where T : class
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            var change = NextChange(place);
            if (await RunAsync(work).ConfigureAwait(false) is { } found)
                return found;

            var left = maxWait - _time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                return null;

            try
            {
                await change.WaitAsync(left, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception over) when (over is TimeoutException or OperationCanceledException)
            {
                return null;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var alarm in _alarms.Values)
            alarm.Dispose();

        await _work.DisposeAsync().ConfigureAwait(false);
    }

    private static BrokerException CreateStoppedError() => new(Conditions.ServerBusy, "The broker is stopping.");

    private void OnCommitted(Transaction transaction)
    {
        foreach (var (queue, at) in transaction.Due)
            _alarms[queue].Set(at);

        _bell.Ring(transaction.Awakened);
        foreach (var token in transaction.EndedSessions)
            SessionEnded?.Invoke(token);
    }

    private async Task ApplyElapsedTimeAsync(QueueDefinition queue)
    {
        try
        {
            await RunAsync(transaction =>
            {
                transaction.ApplyElapsedTime(queue);
                transaction.ScheduleCheck(queue, transaction.NextDue(queue));
                return true;
            }).ConfigureAwait(false);
        }
        catch (BrokerException stopped) when (stopped.Condition == Conditions.ServerBusy)
        {
            // The broker has stopped: nothing needs to change any more.
        }
        catch (Exception fault)
        {
            FaultLog.Write($"Queue '{queue.Path}': {fault.Message}");
            _alarms[queue.Path].Set((_time.GetUtcNow() + RetryDelay).UtcTicks);
        }
    }
}
