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
public sealed class TableTimeline(TableServiceClient service) : ITimeline
{
    /// <summary>The most operations of a table transaction.</summary>
    private const int MaxOperations = 100;

    /// <summary>
    /// How many entries a time range is expected to have: so many that a day of a busy organization, for the audit
    /// trail, takes few reads of each partition.
    /// </summary>
    private const int ExpectedOfRange = 1_000;

    private readonly TableClient _table = service.GetTableClient(TableNames.Timeline);

    /// <inheritdoc/>
    public Task AppendAsync(
        OrganizationId organization, IReadOnlyCollection<TimelineEntry> entries, CancellationToken cancellationToken) =>
        Task.WhenAll(entries
            .Distinct()
            .Select(entry => new TimelineRows(organization, entry.Kind).ToEntity(entry))
            .GroupBy(row => row.PartitionKey)
            .SelectMany(rows => rows.Chunk(MaxOperations))
            .Select(rows => AppendAsync(rows, cancellationToken)));

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
        var rows = new TimelineRows(organization, entry.Kind);
        await _table.DeleteEntityAsync(
            rows.ToPartition(entry), TimelineRows.ToRowKey(entry), ETag.All, cancellationToken);
    }

    private Task AppendAsync(TableEntity[] rows, CancellationToken cancellationToken) => rows is [var only]
        ? _table.UpsertEntityAsync(only, TableUpdateMode.Replace, cancellationToken)
        : _table.SubmitGroupAsync(
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
        var rows = new TimelineRows(organization, kind);
        var pageSize = ShardReading.GetPageSize(expected);
        List<ShardReader> shards =
        [
            .. rows.ListPartitions(list).Select(partition =>
                new ShardReader(_table, rows, partition, pageSize, cancellationToken)),
        ];
        var entries = order == TimelineOrder.NewestFirst
            ? ShardReading.ReadNewestFirstAsync(shards, range)
            : ShardReading.ReadOldestFirstAsync(shards, range);
        await foreach (var entry in entries.WithCancellation(cancellationToken)) yield return entry;
    }
}
