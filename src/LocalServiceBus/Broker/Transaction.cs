namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>One transaction in progress: the store, the one moment of all it does, and whom to wake after.</summary>
internal sealed class Transaction(Store store, QueueDefinitions queues, DateTimeOffset now)
{
    private readonly HashSet<string> _awakened = [];

    public Store Store => store;

    public DateTimeOffset Now => now;

    public long NowTicks => now.UtcTicks;

    public IReadOnlyCollection<string> Awakened => _awakened;

    public QueueDefinition Queue(string path) => queues[path];

    /// <summary>Something became available in the queue.</summary>
    public void Awaken(QueueDefinition queue) => _awakened.Add(queue.Path);

    public long NextSequence(QueueDefinition queue) => store.Scalar<long>(
        """
        INSERT INTO sequences (queue, last) VALUES ($1, 1)
        ON CONFLICT (queue) DO UPDATE SET last = last + 1 RETURNING last
        """,
        queue.Path);
}
