namespace LocalServiceBus.Broker;

/// <summary>
/// Service Bus semantics over one store, which this broker alone uses. Nothing polls: who waits is woken by what a
/// committed transaction made available, and time works through one alarm for each queue.
/// </summary>
internal sealed class LocalBroker : IAsyncDisposable
{
    /// <summary>How long after a fault of the store (a full disk) an alarm tries again.</summary>
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private readonly QueueDefinitions _queues;
    private readonly TimeProvider _time;
    private readonly WorkQueue _work;
    private readonly Bell _bell = new();
    private readonly Dictionary<string, Alarm> _alarms;

    public LocalBroker(Store store, QueueDefinitions queues, TimeProvider time)
    {
        _queues = queues;
        _time = time;
        _work = new WorkQueue(store, queues, time, Committed);
        _alarms = queues.All.ToDictionary(
            queue => queue.Path, queue => new Alarm(time, () => _ = LetTimePassAsync(queue)));
        foreach (var alarm in _alarms.Values)
            alarm.Set(time.GetUtcNow().UtcTicks);
    }

    /// <summary>Told with the token of a session lock that has run out.</summary>
    public event Action<string>? SessionEnded;

    public QueueDefinition Queue(string path) => _queues[path];

    /// <summary>Completes at the place's next change; taken before looking, so that nothing is slept through.</summary>
    public Task NextChange(Place place) => _bell.Next(place);

    /// <summary>Runs the work, off the caller's thread; the task ends when it is committed.</summary>
    public Task<T> RunAsync<T>(Func<Transaction, T> work)
    {
        var added = new Work<T>(work);
        return _work.TryAdd(added) ? added.Outcome : Task.FromException<T>(Stopped());
    }

    /// <summary>
    /// Runs the work until it finds something, or the wait is over or given up; then it answers null.
    /// </summary>
    public async Task<T?> WaitAsync<T>(
        Place place, Func<Transaction, T?> work, TimeSpan longest, CancellationToken cancellationToken)
        where T : class
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            var change = NextChange(place);
            if (await RunAsync(work).ConfigureAwait(false) is { } found)
                return found;

            var left = longest - _time.GetElapsedTime(started);
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

    private static BrokerException Stopped() => new(Conditions.ServerBusy, "The broker is stopping.");

    private void Committed(Transaction transaction)
    {
        foreach (var (queue, at) in transaction.Due)
            _alarms[queue].Set(at);

        _bell.Ring(transaction.Awakened);
        foreach (var token in transaction.EndedSessions)
            SessionEnded?.Invoke(token);
    }

    private async Task LetTimePassAsync(QueueDefinition queue)
    {
        try
        {
            await RunAsync(transaction =>
            {
                transaction.LetTimePass(queue);
                transaction.FallsDue(queue, transaction.NextDue(queue));
                return true;
            }).ConfigureAwait(false);
        }
        catch (BrokerException stopped) when (stopped.Condition == Conditions.ServerBusy)
        {
            // Time stands still in a broker that has stopped.
        }
        catch (Exception fault)
        {
            await Console.Error.WriteLineAsync($"Queue '{queue.Path}': {fault.Message}").ConfigureAwait(false);
            _alarms[queue.Path].Set((_time.GetUtcNow() + AfterFault).UtcTicks);
        }
    }
}
