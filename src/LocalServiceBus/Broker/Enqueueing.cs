namespace LocalServiceBus.Broker;

/// <summary>The sender's operations: send, schedule, cancel scheduled messages.</summary>
internal static class Enqueueing
{
    /// <summary>Stores all of the messages, or none, and returns their sequence numbers.</summary>
    public static IReadOnlyList<long> Send(
        this Transaction transaction, QueueDefinition queue, IReadOnlyList<Envelope> messages)
    {
        RequireSendable(queue);
        if (queue.RequiresSession && messages.Any(message => message.SessionId is null))
        {
            throw BrokerException.NotAllowed(
                $"The SessionId was not set on a message, and it cannot be sent to the entity '{queue.Path}'. Entities "
                + "that have session support enabled can only receive messages that have the SessionId set to a valid "
                + "value.");
        }

        if (queue.RequiresDuplicateDetection)
        {
            transaction.Store.Execute(
                "DELETE FROM history WHERE queue = $1 AND until <= $2", queue.Path, transaction.NowTicks);
        }

        var first = transaction.ReserveSequences(queue, messages.Count);
        return [.. messages.Select((message, index) => Add(transaction, queue, message, first + index))];
    }

    public static void RequireSendable(QueueDefinition queue)
    {
        if (queue.IsDeadLetter)
            throw BrokerException.NotAllowed($"Messages cannot be sent to '{queue.Path}', a dead-letter subqueue.");
    }

    /// <summary>Cancels all of them, or none if one is missing.</summary>
    public static int CancelScheduled(
        this Transaction transaction, QueueDefinition queue, IReadOnlyList<long> sequences)
    {
        transaction.ApplyElapsedTime(queue);
        foreach (var sequence in sequences)
        {
            var canceled = transaction.Store.Execute(
                "DELETE FROM messages WHERE queue = $1 AND sequence = $2 AND state = $3",
                queue.Path, sequence, Schema.Scheduled);
            if (canceled == 0)
            {
                throw new BrokerException(
                    Conditions.MessageNotFound, $"There is no scheduled message with the sequence number {sequence}.");
            }
        }

        return sequences.Count;
    }

    /// <summary>When a message enqueued at that time expires, in UTC ticks; null for never.</summary>
    public static long? ComputeExpiry(TimeSpan timeToLive, DateTimeOffset enqueued) =>
        timeToLive >= DateTimeOffset.MaxValue - enqueued ? null : (enqueued + timeToLive).UtcTicks;

    private static long Add(Transaction transaction, QueueDefinition queue, Envelope message, long sequence)
    {
        // As in Service Bus, a duplicate is accepted and dropped: its sender can't tell, and need not.
        if (IsDuplicate(transaction, queue, message.MessageId))
            return sequence;

        var timeToLive = message.TimeToLive < queue.DefaultMessageTimeToLive
            ? message.TimeToLive : queue.DefaultMessageTimeToLive;
        var scheduled = message.ScheduledEnqueueTime > transaction.Now;
        var expires = scheduled ? null : ComputeExpiry(timeToLive, transaction.Now);
        var due = scheduled ? message.ScheduledEnqueueTime.UtcTicks : expires;
        transaction.Store.Execute(
            """
            INSERT INTO messages (queue, sequence, first_sequence, state, session, enqueued_at, time_to_live,
                scheduled_for, expires_at, due_at, content)
            VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            queue.Path, sequence, scheduled ? Schema.Scheduled : Schema.Active,
            message.SessionId, transaction.NowTicks, timeToLive.Ticks,
            scheduled ? due : null, expires, due, message.Content);
        transaction.ScheduleCheck(queue, due);
        if (!scheduled)
            transaction.Awaken(queue, message.SessionId);

        return sequence;
    }

    private static bool IsDuplicate(Transaction transaction, QueueDefinition queue, string messageId)
    {
        if (!queue.RequiresDuplicateDetection)
            return false;

        var until = transaction.Now + queue.DuplicateDetectionHistoryTimeWindow;
        return transaction.Store.Execute(
            "INSERT INTO history (queue, message_id, until) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            queue.Path, messageId, until.UtcTicks) == 0;
    }
}
