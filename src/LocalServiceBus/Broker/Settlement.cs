namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>What a receiver does with a message it holds: complete, abandon, dead-letter, or hold it longer.</summary>
internal static class Settlement
{
    /// <summary>The message of a lock that has not ended: $1 its token, $2 the queue, $3 now.</summary>
    private const string UnderLock = "lock_token = $1 AND queue = $2 AND (due_at IS NULL OR due_at > $3)";

    public static bool Complete(this Transaction transaction, QueueDefinition queue, SessionLock? held, Guid token)
    {
        RequireSession(transaction, queue, held);
        var completed = transaction.Store.Execute(
            $"DELETE FROM messages WHERE {UnderLock}", token.ToString(), queue.Path, transaction.NowTicks);
        return completed == 1 ? true : throw LockLost(queue);
    }

    public static bool Abandon(
        this Transaction transaction,
        QueueDefinition queue,
        SessionLock? held,
        Guid token,
        IDictionary<string, object>? propertiesToModify)
    {
        var message = Find(transaction, queue, held, token);
        Modify(message.Content, propertiesToModify);
        transaction.Return(queue, message);
        return true;
    }

    public static bool DeadLetter(
        this Transaction transaction,
        QueueDefinition queue,
        SessionLock? held,
        Guid token,
        DeadLetterCause cause,
        IDictionary<string, object>? propertiesToModify)
    {
        var message = Find(transaction, queue, held, token);
        if (queue.IsDeadLetter)
            throw new InvalidOperationException($"A message of '{queue.Path}' is dead-lettered already.");

        Modify(message.Content, propertiesToModify);
        transaction.Bury(queue, message with { Deliveries = message.Deliveries + 1 }, cause);
        return true;
    }

    public static DateTimeOffset RenewLock(this Transaction transaction, QueueDefinition queue, Guid token)
    {
        RequireSession(transaction, queue, held: null);
        var until = transaction.Now + queue.LockDuration;
        var renewed = transaction.Store.Execute(
            $"UPDATE messages SET locked_until = $4, due_at = $4 WHERE {UnderLock}",
            token.ToString(), queue.Path, transaction.NowTicks, until.UtcTicks);
        return renewed == 1 ? until : throw LockLost(queue);
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

        transaction.Store.Execute(
            """
            UPDATE messages SET state = 0, lock_token = NULL, locked_until = NULL, due_at = expires_at,
                deliveries = $2, content = $3 WHERE id = $1
            """,
            message.Id, deliveries, message.Content.ToJson());
        transaction.Awaken(queue);
    }

    /// <summary>Moves the message to the dead-letter subqueue, where it keeps its number and never expires.</summary>
    public static void Bury(
        this Transaction transaction, QueueDefinition queue, StoredMessage message, DeadLetterCause cause)
    {
        var content = message.Content;
        content.DeadLetterSource = queue.Path;
        if (cause.Reason is not null)
            content.ApplicationProperties[DeadLetterCause.ReasonProperty] = cause.Reason;
        if (cause.Description is not null)
            content.ApplicationProperties[DeadLetterCause.DescriptionProperty] = cause.Description;

        transaction.Store.Execute(
            """
            UPDATE messages SET queue = $2, state = 0, lock_token = NULL, locked_until = NULL, due_at = NULL,
                expires_at = NULL, deliveries = $3, content = $4 WHERE id = $1
            """,
            message.Id, queue.DeadLetterQueue.Path, message.Deliveries, content.ToJson());
        transaction.Awaken(queue.DeadLetterQueue);
    }

    private static StoredMessage Find(Transaction transaction, QueueDefinition queue, SessionLock? held, Guid token)
    {
        RequireSession(transaction, queue, held);
        var found = transaction.Store.Query(
            $"SELECT {StoredMessage.Columns} FROM messages WHERE {UnderLock}",
            StoredMessage.Read, token.ToString(), queue.Path, transaction.NowTicks);
        return found.Count == 1 ? found[0] : throw LockLost(queue);
    }

    private static void RequireSession(Transaction transaction, QueueDefinition queue, SessionLock? held)
    {
        if (held is not null)
            transaction.Held(queue, held);
        else if (queue.RequiresSession)
            throw new InvalidOperationException($"Messages of '{queue.Path}' are settled by their session's receiver.");
    }

    private static ServiceBusException LockLost(QueueDefinition queue) => new(
        "The lock supplied is invalid. Either it expired, or the message has already been removed from the queue.",
        ServiceBusFailureReason.MessageLockLost,
        queue.Path);

    private static void Modify(Envelope content, IDictionary<string, object>? properties)
    {
        foreach (var (name, value) in properties ?? new Dictionary<string, object>())
            content.ApplicationProperties[name] = value;
    }
}
