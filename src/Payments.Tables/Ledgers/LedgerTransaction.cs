using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Payments.Tables.Ledgers;

/// <summary>A change of a ledger as one entity group transaction: head, records and their journal.</summary>
internal sealed class LedgerTransaction
{
    private readonly LedgerETags? _expected;
    private readonly ImmutableArray<JournalEntry> _entries;

    public LedgerTransaction(LedgerAddress address, LedgerVersion? expected, LedgerChanges changes)
    {
        var rows = new LedgerRows(address);
        _expected = expected is null ? null : LedgerETags.Parse(expected);
        _entries = changes.Entries;
        if (_entries.DistinctBy(entry => entry.Record.RecordKey).Count() != _entries.Length)
            throw new InvalidOperationException($"One change of {address} changes a record twice.");

        Actions =
        [
            _expected is null
                ? new TableTransactionAction(Add, rows.ToEntity(changes.Head))
                : new TableTransactionAction(UpdateReplace, rows.ToEntity(changes.Head), _expected.Head),
            .. _entries.Select(entry => ToAction(rows, entry)),
            .. _entries.Select(entry => new TableTransactionAction(Add, rows.ToEntity(entry))),
        ];
    }

    public IReadOnlyList<TableTransactionAction> Actions { get; }

    /// <summary>The version that the responses to the actions report.</summary>
    public LedgerVersion VersionAfter(IReadOnlyList<Response> answers)
    {
        var records = (_expected?.Records ?? ImmutableDictionary<RecordKey, ETag>.Empty).ToBuilder();
        for (var i = 0; i < _entries.Length; i++)
        {
            var key = _entries[i].Record.RecordKey;
            if (_entries[i].Type == ChangeType.Delete)
                records.Remove(key);
            else
                records[key] = ReadETag(answers[i + 1]);
        }

        return new LedgerETags(ReadETag(answers[0]), records.ToImmutable()).ToVersion();
    }

    private TableTransactionAction ToAction(LedgerRows rows, JournalEntry entry)
    {
        var tag = _expected?.Parse(entry.Record.RecordKey) ?? ETag.All;
        return entry.Type switch
        {
            ChangeType.Insert => new TableTransactionAction(Add, rows.ToEntity(entry.Record)),
            ChangeType.Update => new TableTransactionAction(UpdateReplace, rows.ToEntity(entry.Record), tag),
            ChangeType.Delete => new TableTransactionAction(Delete, rows.ToEntity(entry.Record), tag),
            _ => throw new InvalidOperationException($"Unknown kind of change: {entry.Type}."),
        };
    }

    private static ETag ReadETag(Response answer) =>
        answer.Headers.ETag ?? throw new InvalidOperationException("The response for a stored entity has no ETag.");
}
