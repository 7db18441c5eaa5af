namespace LocalServiceBus.Broker;

/// <summary>
/// One piece of work on the store: the one moment of all it does, and whom it concerns once it is committed.
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

    /// <summary>For each queue in which something new falls due, the earliest moment of it.</summary>
    public IReadOnlyDictionary<string, long> Due => _due;

    /// <summary>The tokens of the session locks that have run out.</summary>
    public IReadOnlyList<string> EndedSessions => _endedSessions;

    public QueueDefinition Queue(string path) => queues[path];

    /// <summary>A message of that session, or of none, became available in the queue.</summary>
    public void Awaken(QueueDefinition queue, string? session)
    {
        if (session is null || !queue.RequiresSession)
            _awakened.Add(new Place(queue.Path));
        else
            _awakened.Add(new Place(queue.Path, this.IsHeld(queue, session) ? session : null));
    }

    public void FallsDue(QueueDefinition queue, long? at)
    {
        if (at is { } moment && (!_due.TryGetValue(queue.Path, out var earliest) || moment < earliest))
            _due[queue.Path] = moment;
    }

    /// <summary>Nobody holds the session any more: it is anybody's, and who waits at it waits in vain.</summary>
    public void SessionIsFree(QueueDefinition queue, string session)
    {
        _awakened.Add(new Place(queue.Path));
        _awakened.Add(new Place(queue.Path, session));
    }

    public void SessionEnded(string token) => _endedSessions.Add(token);

    /// <summary>The first of so many sequence numbers that nobody else gets.</summary>
    public long NextSequences(QueueDefinition queue, int count = 1) => store.Scalar<long>(
        """
        INSERT INTO sequences (queue, last) VALUES ($1, $2)
        ON CONFLICT (queue) DO UPDATE SET last = last + $2 RETURNING last - $2 + 1
        """,
        queue.Path, count);
}
