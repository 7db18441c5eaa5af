namespace LocalServiceBus.Broker;

/// <summary>
/// What a receiver does with a message it holds: complete, abandon, defer, dead-letter, or hold it longer.
/// </summary>
internal static class Settlement
{
    /// <summary>The message of a lock that has not ended: $1 its token, $2 the queue, $3 now.</summary>
    private const string UnderLock = "lock_token = $1 AND queue = $2 AND (due_at IS NULL OR due_at > $3)";

    public static bool Complete(this Transaction transaction, QueueDefinition queue, SessionLock? held, Guid token)
    {
        RequireHolder(transaction, queue, held);
        var completed = transaction.Store.Execute(
            $"DELETE FROM messages WHERE {UnderLock}", token.ToString(), queue.Path, transaction.NowTicks);
        return completed == 1 ? true : throw LockLost();
    }

    /// <param name="modify">What to make of the message's content; null leaves it as it is.</param>
    public static bool Abandon(
        this Transaction transaction,
        QueueDefinition queue,
        SessionLock? held,
        Guid token,
        Func<byte[], byte[]>? modify)
    {
        var message = Find(transaction, queue, held, token, modify);
        transaction.Return(queue, message);
        return true;
    }

    /// <summary>Sets the message aside: from now on it is received by its sequence number only.</summary>
    public static bool Defer(
        this Transaction transaction,
        QueueDefinition queue,
        SessionLock? held,
        Guid token,
        Func<byte[], byte[]>? modify)
    {
        var message = Find(transaction, queue, held, token, modify);
        transaction.Return(queue, message with { IsDeferred = true });
        return true;
    }

    public static bool DeadLetter(
        this Transaction transaction,
        QueueDefinition queue,
        SessionLock? held,
        Guid token,
        DeadLetterCause cause,
        Func<byte[], byte[]>? modify)
    {
        var message = Find(transaction, queue, held, token, modify);
        if (queue.IsDeadLetter)
            throw BrokerException.NotAllowed($"A message of '{queue.Path}' is dead-lettered already.");

        transaction.Bury(queue, message with { Deliveries = message.Deliveries + 1 }, cause);
        return true;
    }

    /// <summary>
    /// Gives back what never reached its receiver: the delivery does not count. A lock that ended did so.
    /// </summary>
    public static bool Release(this Transaction transaction, QueueDefinition queue, IReadOnlyList<Guid> tokens)
    {
        foreach (var token in tokens)
        {
            var released = transaction.Store.Query(
                $"SELECT {StoredMessage.Columns} FROM messages WHERE {UnderLock}",
                StoredMessage.Read, token.ToString(), queue.Path, transaction.NowTicks);
            foreach (var message in released)
                Free(transaction, queue, message);
        }

        return true;
    }

    public static DateTimeOffset RenewLock(this Transaction transaction, QueueDefinition queue, Guid token)
    {
        if (queue.RequiresSession)
        {
            throw BrokerException.NotAllowed(
                $"A message of '{queue.Path}' is locked under its session, whose lock is the one to renew.");
        }

        var until = transaction.Now + queue.LockDuration;
        var renewed = transaction.Store.Execute(
            $"UPDATE messages SET locked_until = $4, due_at = $4 WHERE {UnderLock}",
            token.ToString(), queue.Path, transaction.NowTicks, until.UtcTicks);
        return renewed == 1 ? until : throw LockLost();
    }

    /// <summary>The message is available again, at once; the delivery counts, and one too many buries it.</summary>
    public static void Return(this Transaction transaction, QueueDefinition queue, StoredMessage message)
    {
        var deliveries = message.Deliveries + 1;
        if (deliveries >= queue.MaxDeliveryCount)
        {
            transaction.Bury(queue, message with { Deliveries = deliveries }, new DeadLetterCause(
                "MaxDeliveryCountExceeded", $"Message could not be consumed after {deliveries} delivery attempts."));
            return;
        }

        Free(transaction, queue, message with { Deliveries = deliveries });
    }

    /// <summary>Moves the message to the dead-letter subqueue, where it keeps its number and never expires.</summary>
    public static void Bury(
        this Transaction transaction, QueueDefinition queue, StoredMessage message, DeadLetterCause cause)
    {
        transaction.Store.Execute(
            """
            UPDATE messages SET queue = $2, state = 0, deferred = 0, lock_token = NULL, locked_until = NULL,
                due_at = NULL, expires_at = NULL, deliveries = $3, content = $4, dead_letter_source = $5,
                dead_letter_reason = $6, dead_letter_description = $7
            WHERE id = $1
            """,
            message.Id, queue.DeadLetterQueue.Path, message.Deliveries, message.Content, queue.Path,
            cause.Reason, cause.Description);
        transaction.Awaken(queue.DeadLetterQueue, session: null);
    }

    private static void Free(Transaction transaction, QueueDefinition queue, StoredMessage message)
    {
        transaction.Store.Execute(
            """
            UPDATE messages SET state = $2, deferred = $3, lock_token = NULL, locked_until = NULL,
                due_at = expires_at, deliveries = $4, content = $5
            WHERE id = $1
            """,
            message.Id, message.IsDeferred ? Schema.Deferred : Schema.Active, message.IsDeferred,
            message.Deliveries, message.Content);
        transaction.FallsDue(queue, Enqueueing.Expires(
            message.TimeToLive, new DateTimeOffset(message.EnqueuedAt, TimeSpan.Zero)));
        if (!message.IsDeferred)
            transaction.Awaken(queue, message.Session);
    }

    private static StoredMessage Find(
        Transaction transaction, QueueDefinition queue, SessionLock? held, Guid token, Func<byte[], byte[]>? modify)
    {
        RequireHolder(transaction, queue, held);
        var found = transaction.Store.Query(
            $"SELECT {StoredMessage.Columns} FROM messages WHERE {UnderLock}",
            StoredMessage.Read, token.ToString(), queue.Path, transaction.NowTicks);
        if (found.Count != 1)
            throw LockLost();

        return modify is null ? found[0] : found[0] with { Content = modify(found[0].Content) };
    }

    private static void RequireHolder(Transaction transaction, QueueDefinition queue, SessionLock? held)
    {
        if (held is not null)
            transaction.Held(queue, held);
        else if (queue.RequiresSession)
            throw BrokerException.NotAllowed($"Messages of '{queue.Path}' are settled by their session's receiver.");
    }

    private static BrokerException LockLost() => new(
        Conditions.MessageLockLost,
        "The lock supplied is invalid. Either it expired, or the message has already been removed from the queue.");
}
