namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>
/// Times are UTC ticks. A message's <c>due_at</c> is the next moment at which time alone changes it: it is due,
/// its lock ends, or it expires. A message locked under a session has none: its session's lock ends for it.
/// </summary>
internal static class Schema
{
    public const int Active = 0;
    public const int Locked = 1;
    public const int Scheduled = 2;

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
            session TEXT,
            enqueued_at INTEGER NOT NULL,
            expires_at INTEGER,
            deliveries INTEGER NOT NULL DEFAULT 0,
            lock_token TEXT,
            locked_until INTEGER,
            due_at INTEGER,
            content TEXT NOT NULL,
            body BLOB NOT NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS messages_by_sequence ON messages (queue, sequence);
        CREATE INDEX IF NOT EXISTS messages_available ON messages (queue, sequence) WHERE state = 0;
        CREATE INDEX IF NOT EXISTS messages_of_session ON messages (queue, session, state, sequence)
            WHERE session IS NOT NULL;
        CREATE INDEX IF NOT EXISTS messages_due ON messages (queue, due_at) WHERE due_at IS NOT NULL;
        CREATE UNIQUE INDEX IF NOT EXISTS messages_by_lock ON messages (lock_token) WHERE lock_token IS NOT NULL;
        CREATE TABLE IF NOT EXISTS session_locks (
            queue TEXT NOT NULL,
            session TEXT NOT NULL,
            token TEXT NOT NULL,
            locked_until INTEGER NOT NULL,
            PRIMARY KEY (queue, session)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS history (
            queue TEXT NOT NULL,
            message_id TEXT NOT NULL,
            until INTEGER NOT NULL,
            PRIMARY KEY (queue, message_id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS history_until ON history (queue, until);
        """;
}
