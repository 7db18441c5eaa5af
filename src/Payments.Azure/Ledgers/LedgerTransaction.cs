using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Payments.Handlers;
using Payments.Ledger;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Payments.Azure.Ledgers;

/// <summary>A change of a ledger as one entity group transaction: head, records and their journal.</summary>
internal sealed class LedgerTransaction
{
    private readonly ReadTags? _expected;
    private readonly ImmutableArray<JournalEntry> _entries;

    public LedgerTransaction(LedgerAddress address, LedgerVersion? expected, LedgerChanges changes)
    {
        var rows = new LedgerRows(address);
        _expected = expected is null ? null : ReadTags.Of(expected);
        _entries = changes.Entries;
        if (_entries.DistinctBy(entry => entry.Record.RecordKey).Count() != _entries.Length)
            throw new InvalidOperationException($"One change of {address} changes a record twice.");

        Actions =
        [
            _expected is null
                ? new TableTransactionAction(Add, rows.Of(changes.Head))
                : new TableTransactionAction(UpdateReplace, rows.Of(changes.Head), _expected.Head),
            .. _entries.Select(entry => ActionOf(rows, entry)),
            .. _entries.Select(entry => new TableTransactionAction(Add, rows.Of(entry))),
        ];
    }

    public IReadOnlyList<TableTransactionAction> Actions { get; }

    /// <summary>The version that the answers to the actions tell of.</summary>
    public LedgerVersion VersionAfter(IReadOnlyList<Response> answers)
    {
        var records = (_expected?.Records ?? ImmutableDictionary<RecordKey, ETag>.Empty).ToBuilder();
        for (var i = 0; i < _entries.Length; i++)
        {
            var key = _entries[i].Record.RecordKey;
            if (_entries[i].Type == ChangeType.Delete)
                records.Remove(key);
            else
                records[key] = TagOf(answers[i + 1]);
        }

        return new ReadTags(TagOf(answers[0]), records.ToImmutable()).ToVersion();
    }

    private TableTransactionAction ActionOf(LedgerRows rows, JournalEntry entry)
    {
        var tag = _expected?.Of(entry.Record.RecordKey) ?? ETag.All;
        return entry.Type switch
        {
            ChangeType.Insert => new TableTransactionAction(Add, rows.Of(entry.Record)),
            ChangeType.Update => new TableTransactionAction(UpdateReplace, rows.Of(entry.Record), tag),
            ChangeType.Delete => new TableTransactionAction(Delete, rows.Of(entry.Record), tag),
            _ => throw new InvalidOperationException($"No such change: {entry.Type}."),
        };
    }

    private static ETag TagOf(Response answer) =>
        answer.Headers.ETag ?? throw new InvalidOperationException("An entity was stored, and its ETag was not told.");
}
