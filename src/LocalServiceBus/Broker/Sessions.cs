namespace LocalServiceBus.Broker;

/// <summary>One holder a session: accept, renew, release.</summary>
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

    /// <summary>Locks the session whose message has waited longest, of those that nobody holds; null if none.</summary>
    public static SessionLock? AcceptNext(this Transaction transaction, QueueDefinition queue)
    {
        RequireSessions(queue);
        transaction.LetTimePass(queue);
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
        transaction.LetTimePass(queue);
        return Lock(transaction, queue, session) ?? throw new BrokerException(
            Conditions.SessionCannotBeLocked,
            $"The requested session '{session}' cannot be accepted. It may be locked by another receiver.");
    }

    public static bool IsHeld(this Transaction transaction, QueueDefinition queue, string session) =>
        transaction.Store.Scalar<long>(
            "SELECT EXISTS (SELECT 1 FROM session_locks WHERE queue = $1 AND session = $2)",
            queue.Path, session) == 1;

    /// <summary>Until when the session is held; refuses a holder who no longer is one.</summary>
    public static long Held(this Transaction transaction, QueueDefinition queue, SessionLock held)
    {
        var until = transaction.Store.Scalar<long>(
            "SELECT locked_until FROM session_locks WHERE queue = $1 AND session = $2 AND token = $3",
            queue.Path, held.SessionId, held.Token);
        return until > transaction.NowTicks ? until : throw SessionLock.Lost(held.SessionId);
    }

    /// <summary>Until when the session is held from now on.</summary>
    public static DateTimeOffset Renew(this Transaction transaction, QueueDefinition queue, SessionLock held)
    {
        transaction.Held(queue, held);
        var until = transaction.Now + queue.LockDuration;
        transaction.Store.Execute(
            "UPDATE session_locks SET locked_until = $3 WHERE queue = $1 AND session = $2",
            queue.Path, held.SessionId, until.UtcTicks);
        return until;
    }

    /// <summary>
    /// Gives the session back before its lock ends. As in Service Bus, messages received but not settled return
    /// without this delivery being counted. False when the lock was lost already.
    /// </summary>
    public static bool Release(this Transaction transaction, QueueDefinition queue, SessionLock held)
    {
        transaction.LetTimePass(queue);
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
        transaction.FallsDue(queue, transaction.NowTicks);
        transaction.SessionIsFree(queue, held.SessionId);
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
        transaction.FallsDue(queue, locked == 1 ? held.LockedUntil.UtcTicks : null);
        return locked == 1 ? held : null;
    }
}
