namespace LocalServiceBus.Broker;

/// <summary>
/// Times are UTC ticks. A message's <c>due_at</c> is when time alone next changes it: it is due, its lock ends, or it
/// expires. A message locked under a session has none, because the session's lock ends for it.
/// Session locks are in a temporary table: they end with the process, as the connections do.
/// </summary>
internal static class Schema
{
    public const int Active = 0;
    public const int Locked = 1;
    public const int Scheduled = 2;
    public const int Deferred = 3;

    /// <summary>
    /// Incremented with every change to the tables: a file of another version is rejected rather than misread.
    /// </summary>
    public const long Version = 2;

    public const string Tables = """
        CREATE TABLE IF NOT EXISTS sequences (
            queue TEXT PRIMARY KEY,
            last INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS messages (
            id INTEGER PRIMARY KEY,
            queue TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            first_sequence INTEGER NOT NULL,
            state INTEGER NOT NULL,
            deferred INTEGER NOT NULL DEFAULT 0,
            session TEXT,
            enqueued_at INTEGER NOT NULL,
            time_to_live INTEGER NOT NULL,
            scheduled_for INTEGER,
            expires_at INTEGER,
            deliveries INTEGER NOT NULL DEFAULT 0,
            lock_token TEXT,
            locked_until INTEGER,
            due_at INTEGER,
            dead_letter_source TEXT,
            dead_letter_reason TEXT,
            dead_letter_description TEXT,
            content BLOB NOT NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS messages_by_sequence ON messages (queue, sequence);
        CREATE INDEX IF NOT EXISTS messages_available ON messages (queue, sequence) WHERE state = 0;
        CREATE INDEX IF NOT EXISTS messages_of_session ON messages (queue, session, state, sequence)
            WHERE session IS NOT NULL;
        CREATE INDEX IF NOT EXISTS messages_due ON messages (queue, due_at) WHERE due_at IS NOT NULL;
        CREATE UNIQUE INDEX IF NOT EXISTS messages_by_lock ON messages (lock_token) WHERE lock_token IS NOT NULL;
        CREATE TABLE IF NOT EXISTS session_states (
            queue TEXT NOT NULL,
            session TEXT NOT NULL,
            state BLOB NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (queue, session)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS history (
            queue TEXT NOT NULL,
            message_id TEXT NOT NULL,
            until INTEGER NOT NULL,
            PRIMARY KEY (queue, message_id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS history_until ON history (queue, until);
        CREATE TEMP TABLE session_locks (
            queue TEXT NOT NULL,
            session TEXT NOT NULL,
            token TEXT NOT NULL,
            locked_until INTEGER NOT NULL,
            PRIMARY KEY (queue, session)) WITHOUT ROWID;
        """;

    /// <summary>
    /// Nobody is connected when a store is opened: locked messages become available, and their deliveries do not count.
    /// </summary>
    public const string ReleaseAll = """
        UPDATE messages SET state = CASE deferred WHEN 0 THEN 0 ELSE 3 END, lock_token = NULL, locked_until = NULL,
            due_at = expires_at
        WHERE lock_token IS NOT NULL
        """;
}
