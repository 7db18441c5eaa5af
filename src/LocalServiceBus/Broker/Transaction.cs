namespace LocalServiceBus.Broker;

/// <summary>
/// One unit of work on the store: the time that applies to all of it, and the receivers to wake after its commit.
/// </summary>
internal sealed class Transaction(Store store, QueueDefinitions queues, DateTimeOffset now)
{
    private readonly HashSet<Place> _awakened = [];
    private readonly Dictionary<string, long> _due = [];
    private readonly List<string> _endedSessions = [];

    public Store Store => store;

    public DateTimeOffset Now => now;

    public long NowTicks => now.UtcTicks;

    public IReadOnlyCollection<Place> Awakened => _awakened;

    /// <summary>For each queue in which something new becomes due, the earliest time, in UTC ticks.</summary>
    public IReadOnlyDictionary<string, long> Due => _due;

    /// <summary>The tokens of the session locks that have expired.</summary>
    public IReadOnlyList<string> EndedSessions => _endedSessions;

    public QueueDefinition Queue(string path) => queues[path];

    /// <summary>A message of that session, or without one, became available in the queue.</summary>
    public void Awaken(QueueDefinition queue, string? session)
    {
        if (session is null || !queue.RequiresSession)
            _awakened.Add(new Place(queue.Path));
        else
            _awakened.Add(new Place(queue.Path, this.IsHeld(queue, session) ? session : null));
    }

    public void ScheduleCheck(QueueDefinition queue, long? at)
    {
        if (at is { } moment && (!_due.TryGetValue(queue.Path, out var earliest) || moment < earliest))
            _due[queue.Path] = moment;
    }

    /// <summary>
    /// The session has no holder any more: receivers may accept it, and the old holder stops waiting.
    /// </summary>
    public void ReleaseWaiters(QueueDefinition queue, string session)
    {
        _awakened.Add(new Place(queue.Path));
        _awakened.Add(new Place(queue.Path, session));
    }

    public void AddEndedSession(string token) => _endedSessions.Add(token);

    /// <summary>Reserves that many sequence numbers, and returns the first.</summary>
    public long ReserveSequences(QueueDefinition queue, int count = 1) => store.Scalar<long>(
        """
        INSERT INTO sequences (queue, last) VALUES ($1, $2)
        ON CONFLICT (queue) DO UPDATE SET last = last + $2 RETURNING last - $2 + 1
        """,
        queue.Path, count);
}
