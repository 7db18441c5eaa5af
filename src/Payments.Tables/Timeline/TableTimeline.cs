using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Tables.Storage;

namespace Payments.Tables.Timeline;

/// <summary>
/// Organizations' lists, each spread over several partitions: a page is read from all of them side by side, a few rows
/// of each, however much is stored.
/// </summary>
public sealed class TableTimeline(StorageAccounts accounts) : ITimeline
{
    /// <summary>The most operations of a table transaction.</summary>
    private const int MaxOperations = 100;

    /// <summary>
    /// How many entries a time range is expected to have: so many that a day of a busy organization, for the audit
    /// trail, takes few reads of each partition.
    /// </summary>
    private const int ExpectedOfRange = 1_000;

    private readonly SpreadTable _table = accounts.GetTable(TableNames.Timeline);

    /// <inheritdoc/>
    public Task AppendAsync(
        OrganizationId organization, IReadOnlyCollection<TimelineEntry> entries, CancellationToken cancellationToken) =>
        Task.WhenAll(entries
            .Distinct()
            .GroupBy(entry => RowsOf(organization, entry.Kind).ToPartition(entry))
            .SelectMany(added => added
                .Select(entry => TimelineRows.ToEntity(entry, added.Key))
                .Chunk(MaxOperations)
                .Select(rows => AppendAsync(_table.For(added.Key), rows, cancellationToken))));

    /// <inheritdoc/>
    public IAsyncEnumerable<TimelineEntry> ReadAsync(
        OrganizationId organization,
        string kind,
        TimelineList list,
        TimelineOrder order,
        int expected,
        CancellationToken cancellationToken)
    {
        var range = (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        return ReadAsync(organization, kind, list, order, range, expected, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<TimelineEntry> ReadBetweenAsync(
        OrganizationId organization,
        string kind,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken) => ReadAsync(
            organization,
            kind,
            TimelineList.Versions,
            TimelineOrder.OldestFirst,
            (from, to),
            ExpectedOfRange,
            cancellationToken);

    /// <inheritdoc/>
    public async Task RemoveAsync(
        OrganizationId organization, TimelineEntry entry, CancellationToken cancellationToken)
    {
        var partition = RowsOf(organization, entry.Kind).ToPartition(entry);
        await _table.For(partition).DeleteEntityAsync(
            partition.Key, TimelineRows.ToRowKey(entry), ETag.All, cancellationToken);
    }

    private TimelineRows RowsOf(OrganizationId organization, string kind) => new(organization, kind, _table.Accounts);

    private static Task AppendAsync(TableClient table, TableEntity[] rows, CancellationToken cancellationToken) =>
        rows is [var only]
            ? table.UpsertEntityAsync(only, TableUpdateMode.Replace, cancellationToken)
            : table.SubmitGroupAsync(
                [.. rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row))],
                cancellationToken);

    private async IAsyncEnumerable<TimelineEntry> ReadAsync(
        OrganizationId organization,
        string kind,
        TimelineList list,
        TimelineOrder order,
        (DateTimeOffset From, DateTimeOffset To) range,
        int expected,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = RowsOf(organization, kind);
        var pageSize = ShardReading.GetPageSize(expected);
        List<ShardReader> shards =
        [
            .. rows.ListPartitions(list).Select(partition =>
                new ShardReader(_table.For(partition), rows, partition.Key, pageSize, cancellationToken)),
        ];
        var entries = order == TimelineOrder.NewestFirst
            ? ShardReading.ReadNewestFirstAsync(shards, range)
            : ShardReading.ReadOldestFirstAsync(shards, range);
        await foreach (var entry in entries.WithCancellation(cancellationToken)) yield return entry;
    }
}
