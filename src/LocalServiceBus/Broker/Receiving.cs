namespace LocalServiceBus.Broker;

/// <summary>The receiver's reads: receive under a lock, receive deferred messages, peek.</summary>
internal static class Receiving
{
    /// <summary>As in Service Bus, a peek returns a page, which has to fit into one response.</summary>
    private const int MaxPeekCount = 250;

    public static void RequireNoSession(QueueDefinition queue)
    {
        if (queue.RequiresSession)
        {
            throw BrokerException.NotAllowed(
                $"It is not possible for an entity that requires sessions to create a non-sessionful message receiver "
                + $"('{queue.Path}').");
        }
    }

    /// <summary>
    /// Locks up to that many messages, in order; a session's messages only for the holder of its lock.
    /// </summary>
    public static List<StoredMessage> Receive(
        this Transaction transaction, QueueDefinition queue, SessionLock? held, int maxCount)
    {
        transaction.ApplyElapsedTime(queue);
        return Lock(transaction, queue, held, transaction.Available(queue, held, maxCount));
    }

    /// <summary>Up to that many of the messages that the receiver may have, in order.</summary>
    public static List<StoredMessage> Available(
        this Transaction transaction, QueueDefinition queue, SessionLock? held, int maxCount)
    {
        if (held is null)
        {
            RequireNoSession(queue);
            return transaction.Store.Query(
                $"""
                SELECT {StoredMessage.Columns} FROM messages
                WHERE queue = $1 AND state = 0 ORDER BY sequence LIMIT $2
                """,
                StoredMessage.Read, queue.Path, maxCount);
        }

        return transaction.Store.Query(
            $"""
            SELECT {StoredMessage.Columns} FROM messages
            WHERE queue = $1 AND session = $2 AND state = 0 ORDER BY sequence LIMIT $3
            """,
            StoredMessage.Read, queue.Path, held.SessionId, maxCount);
    }

    /// <summary>Locks deferred messages by sequence number: all of them, or none if one is missing.</summary>
    public static List<StoredMessage> ReceiveDeferred(
        this Transaction transaction, QueueDefinition queue, SessionLock? held, IReadOnlyList<long> sequences)
    {
        transaction.ApplyElapsedTime(queue);
        if (held is null)
            RequireNoSession(queue);

        var messages = new List<StoredMessage>();
        foreach (var sequence in sequences)
        {
            var found = transaction.Store.Query(
                $"""
                SELECT {StoredMessage.Columns} FROM messages
                WHERE queue = $1 AND sequence = $2 AND state = 3 AND ($3 IS NULL OR session = $3)
                """,
                StoredMessage.Read, queue.Path, sequence, held?.SessionId);
            messages.AddRange(found.Count == 1 ? found : throw new BrokerException(
                Conditions.MessageNotFound, $"There is no deferred message with the sequence number {sequence}."));
        }

        return Lock(transaction, queue, held, messages);
    }

    public static List<StoredMessage> Peek(
        this Transaction transaction, QueueDefinition queue, string? session, long from, int maxCount)
    {
        transaction.ApplyElapsedTime(queue);
        return transaction.Store.Query(
            $"""
            SELECT {StoredMessage.Columns} FROM messages
            WHERE queue = $1 AND sequence >= $2 AND ($3 IS NULL OR session = $3) ORDER BY sequence LIMIT $4
            """,
            StoredMessage.Read, queue.Path, from, session, Math.Min(maxCount, MaxPeekCount));
    }

    /// <summary>Deletes up to that many messages enqueued before the given time, and returns their number.</summary>
    public static int Delete(
        this Transaction transaction, QueueDefinition queue, SessionLock? held, DateTimeOffset before, int maxCount)
    {
        transaction.ApplyElapsedTime(queue);
        if (held is null)
            RequireNoSession(queue);
        else
            transaction.RequireHeld(queue, held);

        return transaction.Store.Execute(
            """
            DELETE FROM messages WHERE id IN (SELECT id FROM messages
                WHERE queue = $1 AND state = 0 AND enqueued_at < $2 AND ($3 IS NULL OR session = $3)
                ORDER BY sequence LIMIT $4)
            """,
            queue.Path, before.UtcTicks, held?.SessionId, maxCount);
    }

    private static List<StoredMessage> Lock(
        Transaction transaction, QueueDefinition queue, SessionLock? held, List<StoredMessage> messages)
    {
        var until = held is null
            ? (transaction.Now + queue.LockDuration).UtcTicks
            : transaction.RequireHeld(queue, held);
        // A message locked under a session is unlocked when the session's lock ends.
        long? due = held is null ? until : null;
        transaction.ScheduleCheck(queue, messages.Count > 0 ? due : null);
        return messages.ConvertAll(message =>
        {
            var token = Guid.NewGuid();
            transaction.Store.Execute(
                "UPDATE messages SET state = 1, lock_token = $2, locked_until = $3, due_at = $4 WHERE id = $1",
                message.Id, token.ToString(), until, due);
            return message with { LockToken = token, LockedUntil = until };
        });
    }
}
