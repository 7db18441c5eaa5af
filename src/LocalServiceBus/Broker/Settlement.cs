namespace LocalServiceBus.Broker;

/// <summary>
/// What a receiver can do with a message that it has locked: complete, abandon, defer, dead-letter, renew the lock.
/// </summary>
internal static class Settlement
{
    /// <summary>Selects the message with an active lock: $1 is the token, $2 the queue, $3 now.</summary>
    private const string UnderLock = "lock_token = $1 AND queue = $2 AND (due_at IS NULL OR due_at > $3)";

    public static bool Complete(this Transaction transaction, QueueDefinition queue, SessionLock? held, Guid token)
    {
        RequireHolder(transaction, queue, held);
        var completed = transaction.Store.Execute(
            $"DELETE FROM messages WHERE {UnderLock}", token.ToString(), queue.Path, transaction.NowTicks);
        return completed == 1 ? true : throw CreateLockLostError();
    }

    /// <param name="modify">Changes the message's content; null leaves it unchanged.</param>
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

    /// <summary>From now on the message is received only by its sequence number.</summary>
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
            throw BrokerException.NotAllowed($"The message is already in the dead-letter subqueue '{queue.Path}'.");

        transaction.MoveToDeadLetterQueue(queue, message with { Deliveries = message.Deliveries + 1 }, cause);
        return true;
    }

    /// <summary>
    /// Returns messages that never reached their receiver: the delivery does not count. Messages whose lock has ended
    /// are ignored; they were returned then.
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
                $"Messages of '{queue.Path}' are locked by their session; renew the session's lock instead.");
        }

        var until = transaction.Now + queue.LockDuration;
        var renewed = transaction.Store.Execute(
            $"UPDATE messages SET locked_until = $4, due_at = $4 WHERE {UnderLock}",
            token.ToString(), queue.Path, transaction.NowTicks, until.UtcTicks);
        return renewed == 1 ? until : throw CreateLockLostError();
    }

    /// <summary>
    /// Makes the message available again at once. The delivery counts, and at the limit the message is dead-lettered.
    /// </summary>
    public static void Return(this Transaction transaction, QueueDefinition queue, StoredMessage message)
    {
        var deliveries = message.Deliveries + 1;
        if (deliveries >= queue.MaxDeliveryCount)
        {
            transaction.MoveToDeadLetterQueue(queue, message with { Deliveries = deliveries }, new DeadLetterCause(
                "MaxDeliveryCountExceeded", $"Message could not be consumed after {deliveries} delivery attempts."));
            return;
        }

        Free(transaction, queue, message with { Deliveries = deliveries });
    }

    /// <summary>
    /// Moves the message to the dead-letter subqueue, where it keeps its sequence number and never expires.
    /// </summary>
    public static void MoveToDeadLetterQueue(
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
        transaction.ScheduleCheck(queue, Enqueueing.ComputeExpiry(
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
            throw CreateLockLostError();

        return modify is null ? found[0] : found[0] with { Content = modify(found[0].Content) };
    }

    private static void RequireHolder(Transaction transaction, QueueDefinition queue, SessionLock? held)
    {
        if (held is not null)
            transaction.RequireHeld(queue, held);
        else if (queue.RequiresSession)
            throw BrokerException.NotAllowed($"Only the session's receiver can settle messages of '{queue.Path}'.");
    }

    private static BrokerException CreateLockLostError() => new(
        Conditions.MessageLockLost,
        "The lock supplied is invalid. Either it expired, or the message has already been removed from the queue.");
}
