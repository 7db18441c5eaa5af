using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Tables.Storage;

namespace Payments.Tables.Ledgers;

/// <summary>Ledgers in Table Storage, one partition each.</summary>
public sealed class TableLedgerStore(TableServiceClient service) : ILedgerStore
{
    /// <summary>How many rows are read in parallel: the head and 16 records; most decisions need fewer.</summary>
    private const int ReadsAtOnce = 17;

    private readonly TableClient _table = service.GetTableClient(TableNames.Ledgers);

    /// <inheritdoc/>
    public async Task<LoadedLedger> LoadAsync(
        LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken)
    {
        var rows = new LedgerRows(address);
        var found = new List<TableEntity>();
        var wanted = records.Distinct().Select(LedgerRows.ToRowKey).Prepend(LedgerRows.HeadKey);
        foreach (var batch in wanted.Chunk(ReadsAtOnce))
        {
            var read = await Task.WhenAll(batch.Select(key => ReadAsync(rows.Partition, key, cancellationToken)));
            found.AddRange(read.OfType<TableEntity>());
        }

        return ToLedger(rows, found, withRecordTags: true);
    }

    /// <inheritdoc/>
    public async Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken cancellationToken)
    {
        var found = await RangeAsync(address, LedgerRows.HeadKey, LedgerRows.AfterRecords, cancellationToken);

        // The head is read first, so no record is older than it, and its tag is enough.
        return ToLedger(new LedgerRows(address), found, withRecordTags: false);
    }

    /// <inheritdoc/>
    public async Task<LedgerVersion?> CommitAsync(
        LedgerAddress address, LedgerVersion? expected, LedgerChanges changes, CancellationToken cancellationToken)
    {
        var transaction = new LedgerTransaction(address, expected, changes);
        try
        {
            var answer = await _table.SubmitGroupAsync(transaction.Actions, cancellationToken);
            return transaction.VersionAfter(answer.Value);
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, IReadOnlyCollection<long> sequences, CancellationToken cancellationToken)
    {
        var rows = new LedgerRows(address);
        var entries = new List<JournalEntry>();
        foreach (var batch in sequences.Distinct().Order().Select(LedgerRows.ToRowKey).Chunk(ReadsAtOnce))
        {
            var read = await Task.WhenAll(batch.Select(key => ReadAsync(rows.Partition, key, cancellationToken)));
            entries.AddRange(read.OfType<TableEntity>().Select(LedgerRows.ReadEntry));
        }

        return entries;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, CancellationToken cancellationToken)
    {
        var rows = await RangeAsync(address, LedgerRows.FirstEntry, LedgerRows.AfterEntries, cancellationToken);
        return [.. rows.Select(LedgerRows.ReadEntry)];
    }

    private async Task<List<TableEntity>> RangeAsync(
        LedgerAddress address, string from, string to, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {new LedgerRows(address).Partition} and RowKey ge {from} and RowKey lt {to}");
        var found = new List<TableEntity>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            found.Add(row);
        return found;
    }

    private async Task<TableEntity?> ReadAsync(string partition, string key, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(
            partition, key, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    private static LoadedLedger ToLedger(LedgerRows rows, List<TableEntity> found, bool withRecordTags)
    {
        var head = found.Find(row => row.RowKey == LedgerRows.HeadKey);
        var records = ImmutableDictionary.CreateBuilder<RecordKey, Record>();
        var tags = ImmutableDictionary.CreateBuilder<RecordKey, ETag>();
        foreach (var row in found.Where(row => row != head))
        {
            var record = LedgerRows.ReadRecord(row);
            records.Add(record.RecordKey, record);
            if (withRecordTags) tags.Add(record.RecordKey, row.ETag);
        }

        return head is null
            ? new LoadedLedger(null, null, records.ToImmutable())
            : new LoadedLedger(
                rows.ReadHead(head), new LedgerETags(head.ETag, tags.ToImmutable()).ToVersion(), records.ToImmutable());
    }
}
