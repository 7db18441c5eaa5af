namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>What a receiver reads: messages under a lock, and messages only looked at.</summary>
internal static class Delivery
{
    /// <summary>Locks up to so many messages, in order; null when there is none.</summary>
    public static List<ServiceBusReceivedMessage>? Receive(
        this Transaction transaction, QueueDefinition queue, int most)
    {
        if (queue.RequiresSession)
        {
            throw new InvalidOperationException(
                $"It is not possible for an entity that requires sessions to create a non-sessionful message receiver "
                + $"('{queue.Path}').");
        }

        transaction.LetTimePass(queue);
        var messages = transaction.Store.Query(
            $"""
            SELECT {StoredMessage.Columns} FROM messages WHERE queue = $1 AND state = 0 ORDER BY sequence LIMIT $2
            """,
            StoredMessage.Read, queue.Path, most);
        var until = (transaction.Now + queue.LockDuration).UtcTicks;
        return Lock(transaction, messages, until, due: until);
    }

    /// <summary>The same for the holder of a session's lock, under which its messages are locked.</summary>
    public static List<ServiceBusReceivedMessage>? Receive(
        this Transaction transaction, QueueDefinition queue, SessionLock held, int most)
    {
        transaction.LetTimePass(queue);
        var until = transaction.Held(queue, held);
        var messages = transaction.Store.Query(
            $"""
            SELECT {StoredMessage.Columns} FROM messages
            WHERE queue = $1 AND session = $2 AND state = 0 ORDER BY sequence LIMIT $3
            """,
            StoredMessage.Read, queue.Path, held.SessionId, most);
        return Lock(transaction, messages, until, due: null);
    }

    public static List<ServiceBusReceivedMessage> Peek(
        this Transaction transaction, QueueDefinition queue, string? session, long from, int most)
    {
        transaction.LetTimePass(queue);
        return transaction.Store.Query(
            $"""
            SELECT {StoredMessage.Columns} FROM messages
            WHERE queue = $1 AND sequence >= $2 AND ($3 IS NULL OR session = $3) ORDER BY sequence LIMIT $4
            """,
            StoredMessage.Read, queue.Path, from, session, most)
            .ConvertAll(message => message.ToReceived(message.Deliveries));
    }

    private static List<ServiceBusReceivedMessage>? Lock(
        Transaction transaction, List<StoredMessage> messages, long until, long? due)
    {
        if (messages.Count == 0)
            return null;

        return messages.ConvertAll(message =>
        {
            var token = Guid.NewGuid();
            transaction.Store.Execute(
                "UPDATE messages SET state = 1, lock_token = $2, locked_until = $3, due_at = $4 WHERE id = $1",
                message.Id, token.ToString(), until, due);
            // The count that is stored is of deliveries that came to nothing; this one is under way.
            return message.ToReceived(message.Deliveries + 1, token, until);
        });
    }
}
