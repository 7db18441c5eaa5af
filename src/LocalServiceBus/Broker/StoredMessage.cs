using Microsoft.Data.Sqlite;

namespace LocalServiceBus.Broker;

/// <summary>A row of the messages table.</summary>
internal sealed record StoredMessage
{
    public const string Columns = """
        id, sequence, first_sequence, state, deferred, session, enqueued_at, time_to_live, scheduled_for, deliveries,
        dead_letter_source, dead_letter_reason, dead_letter_description, content
        """;

    public required long Id { get; init; }

    public required long Sequence { get; init; }

    /// <summary>Its sequence number when it was sent; a scheduled message gets a new one when it is due.</summary>
    public required long FirstSequence { get; init; }

    public required int State { get; init; }

    /// <summary>The message can be received only by its sequence number, even after a lock on it has ended.</summary>
    public required bool IsDeferred { get; init; }

    public required string? Session { get; init; }

    public required long EnqueuedAt { get; init; }

    public required TimeSpan TimeToLive { get; init; }

    public required long? ScheduledFor { get; init; }

    /// <summary>How many deliveries failed; one in progress does not count.</summary>
    public required int Deliveries { get; init; }

    public required string? DeadLetterSource { get; init; }

    public required DeadLetterCause DeadLetterCause { get; init; }

    public required byte[] Content { get; init; }

    /// <summary>Set if this read locked the message, but not if it was only peeked.</summary>
    public Guid LockToken { get; init; }

    public long LockedUntil { get; init; }

    public static StoredMessage Read(SqliteDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Sequence = row.GetInt64(1),
        FirstSequence = row.GetInt64(2),
        State = row.GetInt32(3),
        IsDeferred = row.GetBoolean(4),
        Session = Text(row, 5),
        EnqueuedAt = row.GetInt64(6),
        TimeToLive = new TimeSpan(row.GetInt64(7)),
        ScheduledFor = row.IsDBNull(8) ? null : row.GetInt64(8),
        Deliveries = row.GetInt32(9),
        DeadLetterSource = Text(row, 10),
        DeadLetterCause = new DeadLetterCause(Text(row, 11), Text(row, 12)),
        Content = row.GetFieldValue<byte[]>(13),
    };

    private static string? Text(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
