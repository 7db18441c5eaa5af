namespace LocalServiceBus.Broker;

/// <summary>The state that the holder of a session stores with it, and the list of sessions.</summary>
internal static class SessionStates
{
    public static byte[]? State(this Transaction transaction, QueueDefinition queue, SessionLock held)
    {
        transaction.RequireHeld(queue, held);
        return transaction.Store.Scalar<byte[]>(
            "SELECT state FROM session_states WHERE queue = $1 AND session = $2", queue.Path, held.SessionId);
    }

    public static bool SetState(this Transaction transaction, QueueDefinition queue, SessionLock held, byte[]? state)
    {
        transaction.RequireHeld(queue, held);
        if (state is null)
        {
            transaction.Store.Execute(
                "DELETE FROM session_states WHERE queue = $1 AND session = $2", queue.Path, held.SessionId);
            return true;
        }

        transaction.Store.Execute(
            """
            INSERT INTO session_states (queue, session, state, updated_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (queue, session) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at
            """,
            queue.Path, held.SessionId, state, transaction.NowTicks);
        return true;
    }

    /// <summary>The sessions that have a message, or those whose state was set since the given time.</summary>
    public static List<string> List(
        this Transaction transaction, QueueDefinition queue, DateTimeOffset? updatedSince, int skip, int top)
    {
        RequireSessions(transaction, queue);
        return updatedSince is { } since
            ? transaction.Store.Query(
                """
                SELECT session FROM session_states WHERE queue = $1 AND updated_at >= $2
                ORDER BY session LIMIT $4 OFFSET $3
                """,
                row => row.GetString(0), queue.Path, since.UtcTicks, skip, top)
            : transaction.Store.Query(
                """
                SELECT DISTINCT session FROM messages WHERE queue = $1 AND session IS NOT NULL
                ORDER BY session LIMIT $3 OFFSET $2
                """,
                row => row.GetString(0), queue.Path, skip, top);
    }

    private static void RequireSessions(Transaction transaction, QueueDefinition queue)
    {
        Sessions.RequireSessions(queue);
        transaction.ApplyElapsedTime(queue);
    }
}
