namespace LocalServiceBus.Broker;

/// <summary>
/// The changes that time alone makes to a queue: expiry, ended locks, scheduled messages. The queue's alarm applies
/// them when the next one is due, and every operation applies them first, so that nobody sees an outdated state.
/// </summary>
internal static class Expiry
{
    /// <summary>The limit of one round; rounds follow until nothing is due.</summary>
    private const int MaxMessagesPerRound = 100;

    public static void ApplyElapsedTime(this Transaction transaction, QueueDefinition queue)
    {
        if (!IsDue(transaction, queue))
            return;

        EndSessions(transaction, queue);
        while (Due(transaction, queue) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
                ApplyElapsedTime(transaction, queue, message);
        }
    }

    /// <summary>When time alone next changes the queue, in UTC ticks; null for never.</summary>
    public static long? NextDue(this Transaction transaction, QueueDefinition queue)
    {
        var next = transaction.Store.Query<long?>(
            """
            SELECT MIN(due_at) FROM messages WHERE queue = $1 AND due_at IS NOT NULL
            UNION ALL SELECT MIN(locked_until) FROM session_locks WHERE queue = $1
            """,
            row => row.IsDBNull(0) ? null : row.GetInt64(0), queue.Path);
        return next.Min();
    }

    private static bool IsDue(Transaction transaction, QueueDefinition queue) => transaction.Store.Scalar<long>(
        """
        SELECT EXISTS (SELECT 1 FROM messages WHERE queue = $1 AND due_at <= $2)
            OR EXISTS (SELECT 1 FROM session_locks WHERE queue = $1 AND locked_until <= $2)
        """,
        queue.Path, transaction.NowTicks) == 1;

    private static List<StoredMessage> Due(Transaction transaction, QueueDefinition queue) => transaction.Store.Query(
        $"""
        SELECT {StoredMessage.Columns} FROM messages WHERE queue = $1 AND due_at <= $2
        ORDER BY due_at, sequence LIMIT $3
        """,
        StoredMessage.Read, queue.Path, transaction.NowTicks, MaxMessagesPerRound);

    private static void ApplyElapsedTime(Transaction transaction, QueueDefinition queue, StoredMessage message)
    {
        switch (message.State)
        {
            case Schema.Scheduled:
                Activate(transaction, queue, message);
                break;
            case Schema.Locked:
                transaction.Return(queue, message);
                break;
            case Schema.Active or Schema.Deferred when queue.DeadLetteringOnMessageExpiration:
                transaction.MoveToDeadLetterQueue(queue, message, new DeadLetterCause(
                    "TTLExpiredException", "The message expired and was dead lettered."));
                break;
            default:
                transaction.Store.Execute("DELETE FROM messages WHERE id = $1", message.Id);
                break;
        }
    }

    /// <summary>When it is due, a scheduled message joins the end of the queue under a new sequence number.</summary>
    private static void Activate(Transaction transaction, QueueDefinition queue, StoredMessage message)
    {
        var enqueued = new DateTimeOffset(message.ScheduledFor ?? transaction.NowTicks, TimeSpan.Zero);
        var expires = Enqueueing.ComputeExpiry(message.TimeToLive, enqueued);
        transaction.Store.Execute(
            """
            UPDATE messages SET state = 0, sequence = $2, enqueued_at = $3, expires_at = $4, due_at = $4 WHERE id = $1
            """,
            message.Id, transaction.ReserveSequences(queue), enqueued.UtcTicks, expires);
        transaction.ScheduleCheck(queue, expires);
        transaction.Awaken(queue, message.Session);
    }

    private static void EndSessions(Transaction transaction, QueueDefinition queue)
    {
        var ended = transaction.Store.Query(
            "DELETE FROM session_locks WHERE queue = $1 AND locked_until <= $2 RETURNING session, token",
            row => (Session: row.GetString(0), Token: row.GetString(1)), queue.Path, transaction.NowTicks);
        foreach (var (session, token) in ended)
        {
            var unsettled = transaction.Store.Query(
                $"SELECT {StoredMessage.Columns} FROM messages WHERE queue = $1 AND session = $2 AND state = 1",
                StoredMessage.Read, queue.Path, session);
            foreach (var message in unsettled)
                transaction.Return(queue, message);

            transaction.AddEndedSession(token);
            transaction.ReleaseWaiters(queue, session);
        }
    }
}
