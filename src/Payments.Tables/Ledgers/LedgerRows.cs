using System.Globalization;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Events;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Tables.Serialization;
using Payments.Tables.Storage;

namespace Payments.Tables.Ledgers;

/// <summary>
/// The rows of one ledger. All have the partition key of its address, and rows can't be created in any other way, so no
/// transaction can span two partitions.
/// </summary>
/// <remarks>
/// <c>head</c> sorts before the records, <c>r-…</c>, and those before the journal, <c>v-…</c>: head and records are
/// one range. A record's row is also the last entry of its journal: when the record changes, its former state moves to
/// a row of the journal. So a new record is one row. Beside its body each row has a few plain columns for people who
/// look into the table; of these the service reads only an entry's number, time, type, commit, actor and event.
/// </remarks>
internal sealed class LedgerRows(LedgerAddress address)
{
    public const string HeadKey = "head";

    /// <summary>The end of the range of head and records.</summary>
    public const string AfterRecords = "s";

    /// <summary>The start of the range of records.</summary>
    public const string FirstRecord = "r-";

    /// <summary>The start of the range of the journal.</summary>
    public const string FirstEntry = "v-";

    /// <summary>The end of that range.</summary>
    public const string AfterEntries = "w";

    private const string Kind = "Kind";
    private const string Sequence = "Sequence";
    private const string Created = "Created";
    private const string Commit = "Commit";
    private const string ActorColumn = "Actor";
    private const string EventColumn = "Event";

    public Partition Partition { get; } = new(
        $"{StorageKey.Escape(address.Organization.Value)}|{address.Ledger}",
        Storage.Partition.ToNumber(address.Ledger));

    public static string ToRowKey(RecordKey record) => FirstRecord + record;

    /// <summary>Twelve digits sort a trillion entries: a million a day for almost three thousand years.</summary>
    public static string ToRowKey(long sequence) => FirstEntry + sequence.ToString("d12", CultureInfo.InvariantCulture);

    public TableEntity ToEntity(LedgerHead head)
    {
        var entity = new TableEntity(Partition.Key, HeadKey)
        {
            [Sequence] = head.Sequence,
            ["Captured"] = head.Captured.ToString(),
            ["Refunded"] = head.Refunded.ToString(),
            ["Reserved"] = head.Reserved.ToString(),
        };
        if (head.Order is { } order) entity["Order"] = order.Number.Value;
        Body.Write(entity, HeadJson.Write(head, address.Ledger));
        return entity;
    }

    /// <summary>The row of a record, in the state after an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="created">The number of the entry that created the record, if known.</param>
    public TableEntity ToRecordEntity(JournalEntry entry, long? created)
    {
        var entity = Create(entry, ToRowKey(entry.Record.RecordKey));
        entity[Sequence] = entry.Sequence;
        if (created is { } first) entity[Created] = first;
        return entity;
    }

    /// <summary>The journal's row of an entry.</summary>
    public TableEntity ToJournalEntity(JournalEntry entry)
    {
        var entity = Create(entry, ToRowKey(entry.Sequence));
        entity["Record"] = entry.Record.RecordKey.Value;
        return entity;
    }

    public LedgerHead ReadHead(TableEntity entity) => HeadJson.Read(Body.Read(entity), address.Ledger);

    /// <summary>The state of a record that was read.</summary>
    public static (Record Record, RecordVersion Version) ReadState(TableEntity entity)
    {
        var entry = ReadEntry(entity);
        var version = new RecordVersion(entity.ETag.ToString(), entry, entity.GetInt64(Created));
        return (entry?.Record ?? ReadRecord(entity), version);
    }

    private static Record ReadRecord(TableEntity entity) =>
        RecordJson.Read(entity.GetString(Kind) ?? string.Empty, Body.Read(entity));

    /// <summary>
    /// The entry in a row of the journal, or the one that led to the state in a record's row; null for a record's row
    /// of an earlier release, whose entry has a row of its own.
    /// </summary>
    public static JournalEntry? ReadEntry(TableEntity entity)
    {
        var sequence = entity.RowKey.StartsWith(FirstEntry, StringComparison.Ordinal)
            ? long.Parse(entity.RowKey.AsSpan(FirstEntry.Length), NumberStyles.None, CultureInfo.InvariantCulture)
            : entity.GetInt64(Sequence);
        return sequence is { } number
            ? new JournalEntry(
                number,
                entity.GetDateTimeOffset("At")!.Value,
                Enum.Parse<ChangeType>(entity.GetString("Type")!),
                ReadRecord(entity),
                entity.GetInt64(Commit),
                entity.GetString(ActorColumn) is { } actor ? Actor.From(actor) : null,
                ReadEvent(entity))
            : null;
    }

    /// <summary>
    /// Null also for a kind that a later release stored: while two releases run side by side, both read every ledger.
    /// </summary>
    private static EventKind? ReadEvent(TableEntity entity) =>
        Enum.TryParse<EventKind>(entity.GetString(EventColumn), out var kind) ? kind : null;

    private TableEntity Create(JournalEntry entry, string rowKey)
    {
        var record = entry.Record;
        var entity = new TableEntity(Partition.Key, rowKey)
        {
            [Kind] = RecordKind.Of(record).Name,
            ["Type"] = entry.Type.ToString(),
            ["At"] = entry.At,
        };
        if (entry.Commit is { } commit) entity[Commit] = commit;
        if (entry.Actor is { } actor) entity[ActorColumn] = actor.ToString();
        if (entry.Event is { } kind) entity[EventColumn] = kind.ToString();
        var (status, amount) = record.Summary;
        if (status is not null) entity["Status"] = status;
        if (amount is not null) entity["Amount"] = amount;
        Body.Write(entity, RecordJson.Write(record));
        return entity;
    }
}
