using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Tables.Storage;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Payments.Tables.Ledgers;

/// <summary>
/// A change of a ledger as one entity group transaction: the head, the changed records, and the journal entries that
/// are not the last of a stored record.
/// </summary>
internal sealed class LedgerTransaction
{
    private readonly LedgerVersion? _expected;
    private readonly ImmutableArray<RecordChange> _records;

    public LedgerTransaction(LedgerAddress address, LedgerVersion? expected, LedgerChanges changes)
    {
        var rows = new LedgerRows(address);
        Partition = rows.Partition;
        _expected = expected;
        _records = [.. changes.Entries.GroupBy(entry => entry.Record.RecordKey).Select(ToChange)];
        var head = rows.ToEntity(changes.Head);
        Actions =
        [
            expected is null
                ? new TableTransactionAction(Add, head)
                : new TableTransactionAction(UpdateReplace, head, new ETag(expected.Tag)),
            .. _records.Where(change => change.IsStored).Select(change => ToAction(rows, change)),
            .. _records.SelectMany(change => change.Journaled)
                .Select(entry => new TableTransactionAction(Add, rows.ToJournalEntity(entry))),
        ];
    }

    /// <summary>Where it is committed.</summary>
    public Partition Partition { get; }

    public IReadOnlyList<TableTransactionAction> Actions { get; }

    /// <summary>The version that the responses to the actions report.</summary>
    public LedgerVersion VersionAfter(IReadOnlyList<Response> answers)
    {
        var records = (_expected?.Records ?? ImmutableDictionary<RecordKey, RecordVersion>.Empty).ToBuilder();
        var next = 1;
        foreach (var change in _records)
        {
            var answer = change.IsStored ? answers[next++] : null;
            var key = change.Last.Record.RecordKey;
            if (change.Remains)
                records[key] = new RecordVersion(ReadETag(answer!), change.Last, change.Created);
            else
                records.Remove(key);
        }

        return new LedgerVersion(ReadETag(answers[0]), records.ToImmutable());
    }

    private RecordChange ToChange(IGrouping<RecordKey, JournalEntry> entries)
    {
        if (entries.First().Type == ChangeType.Insert) return new RecordChange(null, [.. entries]);
        return _expected?.Records.GetValueOrDefault(entries.Key) is { } read
            ? new RecordChange(read, [.. entries])
            : throw new InvalidOperationException($"Record {entries.Key} is changed, but was not read.");
    }

    private static TableTransactionAction ToAction(LedgerRows rows, RecordChange change)
    {
        var entity = rows.ToRecordEntity(change.Last, change.Created);
        if (change.Before is not { } before) return new TableTransactionAction(Add, entity);
        return new TableTransactionAction(change.Remains ? UpdateReplace : Delete, entity, new ETag(before.Tag));
    }

    private static string ReadETag(Response answer) => answer.Headers.ETag?.ToString()
        ?? throw new InvalidOperationException("The response for a stored entity has no ETag.");

    /// <summary>What a change does to one record, in order.</summary>
    /// <param name="Before">The state that it changes; null if it inserts the record.</param>
    /// <param name="Entries">The journal entries.</param>
    private sealed record RecordChange(RecordVersion? Before, ImmutableArray<JournalEntry> Entries)
    {
        public JournalEntry Last => Entries[^1];

        /// <summary>The number of the entry that created it, the last time it was created.</summary>
        public long? Created =>
            Entries.LastOrDefault(entry => entry.Type == ChangeType.Insert)?.Sequence ?? Before?.Created;

        /// <summary>Whether the record exists after the change.</summary>
        public bool Remains => Last.Type != ChangeType.Delete;

        /// <summary>Whether the record's own row changes.</summary>
        public bool IsStored => Before is not null || Remains;

        /// <summary>The entries that get a row of their own: the last one is the record's row, if it remains.</summary>
        public IEnumerable<JournalEntry> Journaled
        {
            get
            {
                var former = Before?.Entry is { } entry ? Entries.Insert(0, entry) : Entries;
                return Remains ? former[..^1] : former;
            }
        }
    }
}
