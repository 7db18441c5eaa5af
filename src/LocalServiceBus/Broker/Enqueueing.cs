namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>What a sender does: send, schedule, cancel what is scheduled.</summary>
internal static class Enqueueing
{
    /// <summary>Stores the messages, all or none, and answers their sequence numbers.</summary>
    public static IReadOnlyList<long> Send(
        this Transaction transaction, QueueDefinition queue, IReadOnlyList<Envelope> messages)
    {
        if (queue.IsDeadLetter)
            throw new InvalidOperationException($"Messages cannot be sent to '{queue.Path}', a dead-letter subqueue.");

        if (queue.RequiresSession && messages.Any(message => message.SessionId is null))
        {
            throw new InvalidOperationException(
                $"The SessionId was not set on a message, and it cannot be sent to the entity '{queue.Path}'. Entities "
                + "that have session support enabled can only receive messages that have the SessionId set to a valid "
                + "value.");
        }

        MessageSize.Check(queue, messages);
        transaction.Store.Execute(
            "DELETE FROM history WHERE queue = $1 AND until <= $2", queue.Path, transaction.NowTicks);
        var sequences = messages.Select(message => Add(transaction, queue, message)).ToList();
        transaction.Awaken(queue);
        return sequences;
    }

    public static bool CancelScheduled(this Transaction transaction, QueueDefinition queue, long sequence)
    {
        transaction.LetTimePass(queue);
        var canceled = transaction.Store.Execute(
            "DELETE FROM messages WHERE queue = $1 AND sequence = $2 AND state = $3",
            queue.Path, sequence, Schema.Scheduled);
        return canceled == 1 ? true : throw new ServiceBusException(
            $"No scheduled message has the sequence number {sequence}.",
            ServiceBusFailureReason.MessageNotFound,
            queue.Path);
    }

    private static long Add(Transaction transaction, QueueDefinition queue, Envelope message)
    {
        var sequence = transaction.NextSequence(queue);
        // Like Service Bus, a duplicate is accepted and dropped: its sender can't tell, and need not.
        if (IsDuplicate(transaction, queue, message.MessageId))
            return sequence;

        if (message.TimeToLive > queue.DefaultMessageTimeToLive)
            message.TimeToLive = queue.DefaultMessageTimeToLive;

        var scheduled = message.ScheduledEnqueueTime > transaction.Now;
        var expires = scheduled ? null : Expires(message, transaction.Now);
        transaction.Store.Execute(
            """
            INSERT INTO messages
                (queue, sequence, first_sequence, state, session, enqueued_at, expires_at, due_at, content, body)
            VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            queue.Path, sequence, scheduled ? Schema.Scheduled : Schema.Active,
            message.SessionId, transaction.NowTicks, expires,
            scheduled ? message.ScheduledEnqueueTime.UtcTicks : expires, message.ToJson(), message.Body.ToArray());
        return sequence;
    }

    /// <summary>When the message expires if it is enqueued at that moment; null is never.</summary>
    public static long? Expires(Envelope message, DateTimeOffset enqueued) =>
        message.TimeToLive >= DateTimeOffset.MaxValue - enqueued
            ? null
            : (enqueued + message.TimeToLive).UtcTicks;

    private static bool IsDuplicate(Transaction transaction, QueueDefinition queue, string? messageId)
    {
        if (!queue.RequiresDuplicateDetection || messageId is null)
            return false;

        var until = transaction.Now + queue.DuplicateDetectionHistoryTimeWindow;
        return transaction.Store.Execute(
            "INSERT INTO history (queue, message_id, until) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            queue.Path, messageId, until.UtcTicks) == 0;
    }
}
