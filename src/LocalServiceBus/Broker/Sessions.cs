namespace LocalServiceBus.Broker;

/// <summary>Accepts, renews and releases sessions; a session has one holder at a time.</summary>
internal static class Sessions
{
    public static void RequireSessions(QueueDefinition queue)
    {
        if (!queue.RequiresSession)
        {
            throw BrokerException.NotAllowed(
                $"A sessionful message receiver cannot be created on an entity that does not require sessions "
                + $"('{queue.Path}').");
        }
    }

    /// <summary>
    /// Of the sessions without a holder, locks the one whose message has waited longest; returns null if there is none.
    /// </summary>
    public static SessionLock? AcceptNext(this Transaction transaction, QueueDefinition queue)
    {
        RequireSessions(queue);
        transaction.ApplyElapsedTime(queue);
        var session = transaction.Store.Scalar<string>(
            """
            SELECT session FROM messages AS m WHERE queue = $1 AND state = 0 AND NOT EXISTS
                (SELECT 1 FROM session_locks AS l WHERE l.queue = m.queue AND l.session = m.session)
            ORDER BY sequence LIMIT 1
            """,
            queue.Path);
        return session is null ? null : Lock(transaction, queue, session);
    }

    public static SessionLock Accept(this Transaction transaction, QueueDefinition queue, string session)
    {
        RequireSessions(queue);
        transaction.ApplyElapsedTime(queue);
        return Lock(transaction, queue, session) ?? throw new BrokerException(
            Conditions.SessionCannotBeLocked,
            $"The requested session '{session}' cannot be accepted. It may be locked by another receiver.");
    }

    public static bool IsHeld(this Transaction transaction, QueueDefinition queue, string session) =>
        transaction.Store.Scalar<long>(
            "SELECT EXISTS (SELECT 1 FROM session_locks WHERE queue = $1 AND session = $2)",
            queue.Path, session) == 1;

    /// <summary>When the session's lock ends, in UTC ticks; throws if the lock was lost.</summary>
    public static long RequireHeld(this Transaction transaction, QueueDefinition queue, SessionLock held)
    {
        var until = transaction.Store.Scalar<long>(
            "SELECT locked_until FROM session_locks WHERE queue = $1 AND session = $2 AND token = $3",
            queue.Path, held.SessionId, held.Token);
        return until > transaction.NowTicks ? until : throw SessionLock.CreateLostError(held.SessionId);
    }

    /// <summary>Extends the lock from now on, and returns when it ends.</summary>
    public static DateTimeOffset Renew(this Transaction transaction, QueueDefinition queue, SessionLock held)
    {
        transaction.RequireHeld(queue, held);
        var until = transaction.Now + queue.LockDuration;
        transaction.Store.Execute(
            "UPDATE session_locks SET locked_until = $3 WHERE queue = $1 AND session = $2",
            queue.Path, held.SessionId, until.UtcTicks);
        return until;
    }

    /// <summary>
    /// Releases the session before its lock ends. As in Service Bus, messages received but not settled become available
    /// again, and this delivery does not count. Returns false if the lock was already lost.
    /// </summary>
    public static bool Release(this Transaction transaction, QueueDefinition queue, SessionLock held)
    {
        transaction.ApplyElapsedTime(queue);
        var released = transaction.Store.Execute(
            "DELETE FROM session_locks WHERE queue = $1 AND session = $2 AND token = $3",
            queue.Path, held.SessionId, held.Token);
        if (released == 0)
            return false;

        transaction.Store.Execute(
            """
            UPDATE messages SET state = CASE deferred WHEN 0 THEN 0 ELSE 3 END, lock_token = NULL,
                locked_until = NULL, due_at = expires_at
            WHERE queue = $1 AND session = $2 AND state = 1
            """,
            queue.Path, held.SessionId);
        transaction.ScheduleCheck(queue, transaction.NowTicks);
        transaction.ReleaseWaiters(queue, held.SessionId);
        return true;
    }

    private static SessionLock? Lock(Transaction transaction, QueueDefinition queue, string session)
    {
        var held = new SessionLock(session, Guid.NewGuid().ToString(), transaction.Now + queue.LockDuration);
        var locked = transaction.Store.Execute(
            """
            INSERT INTO session_locks (queue, session, token, locked_until) VALUES ($1, $2, $3, $4)
            ON CONFLICT DO NOTHING
            """,
            queue.Path, session, held.Token, held.LockedUntil.UtcTicks);
        transaction.ScheduleCheck(queue, locked == 1 ? held.LockedUntil.UtcTicks : null);
        return locked == 1 ? held : null;
    }
}
