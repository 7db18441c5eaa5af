using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Tables.Storage;

namespace Payments.Tables.Ledgers;

/// <summary>Ledgers in Table Storage, one partition each, spread over the storage accounts.</summary>
public sealed class TableLedgerStore(StorageAccounts accounts) : ILedgerStore
{
    /// <summary>How many rows are read in parallel: the head and 16 records; most decisions need fewer.</summary>
    private const int ReadsAtOnce = 17;

    private readonly SpreadTable _table = accounts.GetTable(TableNames.Ledgers);

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

        return ToLedger(rows, found);
    }

    /// <inheritdoc/>
    public async Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken cancellationToken)
    {
        var found = await RangeAsync(address, LedgerRows.HeadKey, LedgerRows.AfterRecords, cancellationToken);
        return ToLedger(new LedgerRows(address), found);
    }

    /// <inheritdoc/>
    public async Task<LedgerVersion?> CommitAsync(
        LedgerAddress address, LedgerVersion? expected, LedgerChanges changes, CancellationToken cancellationToken)
    {
        var transaction = new LedgerTransaction(address, expected, changes);
        try
        {
            var table = _table.For(transaction.Partition);
            var answer = await table.SubmitGroupAsync(transaction.Actions, cancellationToken);
            return transaction.VersionAfter(answer.Value);
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, IReadOnlyCollection<JournalPosition> entries, CancellationToken cancellationToken)
    {
        // The records first: an entry that is no longer the last of its record is in the journal by then.
        var partition = new LedgerRows(address).Partition;
        var records = entries.Select(entry => LedgerRows.ToRowKey(entry.Record)).Distinct();
        var last = await ReadEntriesAsync(partition, records, cancellationToken);
        var wanted = entries.Select(entry => entry.Sequence).ToHashSet();
        var found = last.Where(entry => wanted.Remove(entry.Sequence)).ToList();
        found.AddRange(await ReadEntriesAsync(partition, wanted.Select(LedgerRows.ToRowKey), cancellationToken));
        return [.. found.OrderBy(entry => entry.Sequence)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, CancellationToken cancellationToken)
    {
        // The records' rows come first: an entry that is moved to the journal meanwhile is read there, or twice.
        var rows = await RangeAsync(address, LedgerRows.FirstRecord, LedgerRows.AfterEntries, cancellationToken);
        return
        [
            .. rows.Select(LedgerRows.ReadEntry)
                .OfType<JournalEntry>()
                .DistinctBy(entry => entry.Sequence)
                .OrderBy(entry => entry.Sequence),
        ];
    }

    private async Task<List<JournalEntry>> ReadEntriesAsync(
        Partition partition, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var found = new List<JournalEntry>();
        foreach (var batch in keys.Chunk(ReadsAtOnce))
        {
            var read = await Task.WhenAll(batch.Select(key => ReadAsync(partition, key, cancellationToken)));
            found.AddRange(read.OfType<TableEntity>().Select(LedgerRows.ReadEntry).OfType<JournalEntry>());
        }

        return found;
    }

    private async Task<List<TableEntity>> RangeAsync(
        LedgerAddress address, string from, string to, CancellationToken cancellationToken)
    {
        var partition = new LedgerRows(address).Partition;
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition.Key} and RowKey ge {from} and RowKey lt {to}");
        var found = new List<TableEntity>();
        var query = _table.For(partition).QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken);
        await foreach (var row in query) found.Add(row);
        return found;
    }

    private async Task<TableEntity?> ReadAsync(Partition partition, string key, CancellationToken cancellationToken)
    {
        var row = await _table.For(partition).GetEntityIfExistsAsync<TableEntity>(
            partition.Key, key, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    private static LoadedLedger ToLedger(LedgerRows rows, List<TableEntity> found)
    {
        var head = found.Find(row => row.RowKey == LedgerRows.HeadKey);
        var records = ImmutableDictionary.CreateBuilder<RecordKey, Record>();
        var versions = ImmutableDictionary.CreateBuilder<RecordKey, RecordVersion>();
        foreach (var row in found.Where(row => row != head))
        {
            var (record, version) = LedgerRows.ReadState(row);
            records.Add(record.RecordKey, record);
            versions.Add(record.RecordKey, version);
        }

        return head is null
            ? new LoadedLedger(null, null, records.ToImmutable())
            : new LoadedLedger(
                rows.ReadHead(head),
                new LedgerVersion(head.ETag.ToString(), versions.ToImmutable()),
                records.ToImmutable());
    }
}
