namespace LocalServiceBus.Broker;

/// <summary>Receive and delete: a message is deleted before it is sent, so it is delivered at most once.</summary>
internal static class Taking
{
    public static List<StoredMessage> Take(
        this Transaction transaction, QueueDefinition queue, SessionLock? held, int maxCount)
    {
        transaction.ApplyElapsedTime(queue);
        if (held is not null)
            transaction.RequireHeld(queue, held);

        var messages = transaction.Available(queue, held, maxCount);
        foreach (var message in messages)
            transaction.Store.Execute("DELETE FROM messages WHERE id = $1", message.Id);

        return messages;
    }

    /// <summary>Restores messages that were taken but could not be sent, in their old places.</summary>
    public static bool Restore(
        this Transaction transaction, QueueDefinition queue, IReadOnlyList<StoredMessage> messages)
    {
        foreach (var message in messages)
        {
            var expires = queue.IsDeadLetter ? null : Enqueueing.ComputeExpiry(
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
            transaction.ScheduleCheck(queue, expires);
            transaction.Awaken(queue, message.Session);
        }

        return true;
    }
}
