namespace LocalServiceBus.Broker;

/// <summary>Receive and delete: a message is gone before it is sent, and comes at most once.</summary>
internal static class Taking
{
    public static List<StoredMessage> Take(
        this Transaction transaction, QueueDefinition queue, SessionLock? held, int most)
    {
        transaction.LetTimePass(queue);
        if (held is not null)
            transaction.Held(queue, held);

        var messages = transaction.Available(queue, held, most);
        foreach (var message in messages)
            transaction.Store.Execute("DELETE FROM messages WHERE id = $1", message.Id);

        return messages;
    }

    /// <summary>Puts back in their places what was taken and could not be sent.</summary>
    public static bool PutBack(
        this Transaction transaction, QueueDefinition queue, IReadOnlyList<StoredMessage> messages)
    {
        foreach (var message in messages)
        {
            var expires = queue.IsDeadLetter ? null : Enqueueing.Expires(
                message.TimeToLive, new DateTimeOffset(message.EnqueuedAt, TimeSpan.Zero));
            transaction.Store.Execute(
                """
                INSERT INTO messages (queue, sequence, first_sequence, state, session, enqueued_at, time_to_live,
                    scheduled_for, expires_at, due_at, deliveries, dead_letter_source, dead_letter_reason,
                    dead_letter_description, content)
                VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $8, $9, $10, $11, $12, $13)
                """,
                queue.Path, message.Sequence, message.FirstSequence, message.Session, message.EnqueuedAt,
                message.TimeToLive.Ticks, message.ScheduledFor, expires, message.Deliveries,
                message.DeadLetterSource, message.DeadLetterCause.Reason, message.DeadLetterCause.Description,
                message.Content);
            transaction.FallsDue(queue, expires);
            transaction.Awaken(queue, message.Session);
        }

        return true;
    }
}
