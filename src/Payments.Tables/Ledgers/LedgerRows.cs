using System.Globalization;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
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
/// one range. Beside its body each row has a few plain columns for people who look into the table; of these the
/// service reads only a journal entry's time, type, commit and actor.
/// </remarks>
internal sealed class LedgerRows(LedgerAddress address)
{
    public const string HeadKey = "head";

    /// <summary>The end of the range of head and records.</summary>
    public const string AfterRecords = "s";

    /// <summary>The range of the journal.</summary>
    public const string FirstEntry = "v-";

    /// <summary>The end of that range.</summary>
    public const string AfterEntries = "w";

    private const string Kind = "Kind";
    private const string Sequence = "Sequence";
    private const string Commit = "Commit";
    private const string ActorColumn = "Actor";

    public string Partition { get; } = $"{StorageKey.Escape(address.Organization.Value)}|{address.Ledger}";

    public static string ToRowKey(RecordKey record) => $"r-{record}";

    /// <summary>Twelve digits sort a trillion entries: a million a day for almost three thousand years.</summary>
    public static string ToRowKey(long sequence) => "v-" + sequence.ToString("d12", CultureInfo.InvariantCulture);

    public TableEntity ToEntity(LedgerHead head)
    {
        var entity = new TableEntity(Partition, HeadKey)
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

    public TableEntity ToEntity(Record record) => Holding(record, ToRowKey(record.RecordKey));

    public TableEntity ToEntity(JournalEntry entry)
    {
        var entity = Holding(entry.Record, ToRowKey(entry.Sequence));
        entity["Type"] = entry.Type.ToString();
        entity["At"] = entry.At;
        entity["Record"] = entry.Record.RecordKey.Value;
        if (entry.Commit is { } commit) entity[Commit] = commit;
        if (entry.Actor is { } actor) entity[ActorColumn] = actor.ToString();
        return entity;
    }

    public LedgerHead ReadHead(TableEntity entity) => HeadJson.Read(Body.Read(entity), address.Ledger);

    public static Record ReadRecord(TableEntity entity) =>
        RecordJson.Read(entity.GetString(Kind) ?? string.Empty, Body.Read(entity));

    public static JournalEntry ReadEntry(TableEntity entity) => new(
        long.Parse(entity.RowKey.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture),
        entity.GetDateTimeOffset("At")!.Value,
        Enum.Parse<ChangeType>(entity.GetString("Type")!),
        ReadRecord(entity),
        entity.GetInt64(Commit),
        entity.GetString(ActorColumn) is { } actor ? Actor.From(actor) : null);

    private TableEntity Holding(Record record, string rowKey)
    {
        var entity = new TableEntity(Partition, rowKey) { [Kind] = RecordJson.GetKind(record) };
        var (status, amount) = record.Summary;
        if (status is not null) entity["Status"] = status;
        if (amount is not null) entity["Amount"] = amount;
        Body.Write(entity, RecordJson.Write(record));
        return entity;
    }
}
