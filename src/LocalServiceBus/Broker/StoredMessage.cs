using Microsoft.Data.Sqlite;

namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>A row of the messages table.</summary>
internal sealed record StoredMessage(
    long Id, long Sequence, long FirstSequence, int State, long EnqueuedAt, int Deliveries, Envelope Content)
{
    public const string Columns = "id, sequence, first_sequence, state, enqueued_at, deliveries, content, body";

    public static StoredMessage Read(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetInt64(1),
        row.GetInt64(2),
        row.GetInt32(3),
        row.GetInt64(4),
        row.GetInt32(5),
        Envelope.FromJson(row.GetString(6), row.GetFieldValue<byte[]>(7)));

    /// <summary>The message as its receiver sees it; without a lock it is only peeked at.</summary>
    public ServiceBusReceivedMessage ToReceived(int deliveryCount, Guid lockToken = default, long lockedUntil = 0) =>
        new(Content)
        {
            SequenceNumber = Sequence,
            EnqueuedSequenceNumber = FirstSequence,
            EnqueuedTime = new DateTimeOffset(EnqueuedAt, TimeSpan.Zero),
            DeliveryCount = deliveryCount,
            LockTokenGuid = lockToken,
            LockedUntil = new DateTimeOffset(lockedUntil, TimeSpan.Zero),
            State = State == Schema.Scheduled ? ServiceBusMessageState.Scheduled : ServiceBusMessageState.Active,
        };
}
