namespace LocalServiceBus.Broker;

/// <summary>What a receiver reads: messages under a lock, and messages only looked at.</summary>
internal static class Receiving
{
    /// <summary>As in Service Bus, a peek shows a page: it has to fit into one answer.</summary>
    private const int MostPeeked = 250;

    public static void RequireNoSession(QueueDefinition queue)
    {
        if (queue.RequiresSession)
        {
            throw BrokerException.NotAllowed(
                $"It is not possible for an entity that requires sessions to create a non-sessionful message receiver "
                + $"('{queue.Path}').");
        }
    }

    /// <summary>Locks up to so many messages, in order; a session's for the holder of its lock only.</summary>
    public static List<StoredMessage> Receive(
        this Transaction transaction, QueueDefinition queue, SessionLock? held, int most)
    {
        transaction.LetTimePass(queue);
        return Lock(transaction, queue, held, transaction.Available(queue, held, most));
    }

    /// <summary>Up to so many of the messages that the receiver may have, in order.</summary>
    public static List<StoredMessage> Available(
        this Transaction transaction, QueueDefinition queue, SessionLock? held, int most)
    {
        if (held is null)
        {
            RequireNoSession(queue);
            return transaction.Store.Query(
                $"""
                SELECT {StoredMessage.Columns} FROM messages
                WHERE queue = $1 AND state = 0 ORDER BY sequence LIMIT $2
                """,
                StoredMessage.Read, queue.Path, most);
        }

        return transaction.Store.Query(
            $"""
            SELECT {StoredMessage.Columns} FROM messages
            WHERE queue = $1 AND session = $2 AND state = 0 ORDER BY sequence LIMIT $3
            """,
            StoredMessage.Read, queue.Path, held.SessionId, most);
    }

    /// <summary>Locks deferred messages by their numbers: all of them, or none if one is not there.</summary>
    public static List<StoredMessage> ReceiveDeferred(
        this Transaction transaction, QueueDefinition queue, SessionLock? held, IReadOnlyList<long> sequences)
    {
        transaction.LetTimePass(queue);
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
                Conditions.MessageNotFound, $"No deferred message has the sequence number {sequence}."));
        }

        return Lock(transaction, queue, held, messages);
    }

    public static List<StoredMessage> Peek(
        this Transaction transaction, QueueDefinition queue, string? session, long from, int most)
    {
        transaction.LetTimePass(queue);
        return transaction.Store.Query(
            $"""
            SELECT {StoredMessage.Columns} FROM messages
            WHERE queue = $1 AND sequence >= $2 AND ($3 IS NULL OR session = $3) ORDER BY sequence LIMIT $4
            """,
            StoredMessage.Read, queue.Path, from, session, Math.Min(most, MostPeeked));
    }

    /// <summary>
    /// Deletes up to so many of the messages that were enqueued before then, and answers how many it did.
    /// </summary>
    public static int Delete(
        this Transaction transaction, QueueDefinition queue, SessionLock? held, DateTimeOffset before, int most)
    {
        transaction.LetTimePass(queue);
        if (held is null)
            RequireNoSession(queue);
        else
            transaction.Held(queue, held);

        return transaction.Store.Execute(
            """
            DELETE FROM messages WHERE id IN (SELECT id FROM messages
                WHERE queue = $1 AND state = 0 AND enqueued_at < $2 AND ($3 IS NULL OR session = $3)
                ORDER BY sequence LIMIT $4)
            """,
            queue.Path, before.UtcTicks, held?.SessionId, most);
    }

    private static List<StoredMessage> Lock(
        Transaction transaction, QueueDefinition queue, SessionLock? held, List<StoredMessage> messages)
    {
        var until = held is null
            ? (transaction.Now + queue.LockDuration).UtcTicks
            : transaction.Held(queue, held);
        // The lock on a message of a session ends with the session's.
        long? due = held is null ? until : null;
        transaction.FallsDue(queue, messages.Count > 0 ? due : null);
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
