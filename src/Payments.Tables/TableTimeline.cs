using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Tables.Storage;

namespace Payments.Tables;

/// <summary>
/// Organizations' lists, one partition each. An entry is two rows, one for each sort order, written in one transaction:
/// so a page is one range of rows from either end, however much is stored.
/// </summary>
public sealed class TableTimeline(TableServiceClient service) : ITimeline
{
    private const string Id = "Id";
    private const string At = "At";

    /// <summary>A transaction takes 100 operations, an entry two.</summary>
    private const int EntriesPerTransaction = 50;

    /// <summary>As many rows as most lists request at once; more are fetched as needed.</summary>
    private const int RowsPerPage = 100;

    private readonly TableClient _table = service.GetTableClient(TableNames.Timeline);

    /// <inheritdoc/>
    public Task AppendAsync(
        OrganizationId organization, IReadOnlyCollection<TimelineEntry> entries, CancellationToken cancellationToken) =>
        Task.WhenAll(entries
            .Distinct()
            .GroupBy(entry => ToPartitionKey(organization, entry.Kind))
            .SelectMany(list => list.Chunk(EntriesPerTransaction).Select(lines => _table.SubmitGroupAsync(
                [
                    .. lines.SelectMany(line => ToEntities(list.Key, line))
                        .Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)),
                ],
                cancellationToken))));

    /// <inheritdoc/>
    public IAsyncEnumerable<TimelineEntry> ReadAsync(
        OrganizationId organization, string kind, TimelineOrder order, CancellationToken cancellationToken)
    {
        var mark = GetMark(order);
        return RangeAsync(organization, kind, $"{mark}-", $"{mark}.", cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<TimelineEntry> ReadBetweenAsync(
        OrganizationId organization,
        string kind,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken)
    {
        const TimelineOrder Order = TimelineOrder.OldestFirst;
        return RangeAsync(organization, kind, FirstRowKey(Order, from), FirstRowKey(Order, to), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(
        OrganizationId organization, TimelineEntry entry, CancellationToken cancellationToken)
    {
        var partition = ToPartitionKey(organization, entry.Kind);
        await Task.WhenAll(ToEntities(partition, entry).Select(row =>
            _table.DeleteEntityAsync(partition, row.RowKey, ETag.All, cancellationToken)));
    }

    private async IAsyncEnumerable<TimelineEntry> RangeAsync(
        OrganizationId organization,
        string kind,
        string from,
        string to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {ToPartitionKey(organization, kind)} and RowKey ge {from} and RowKey lt {to}");
        var rows = _table.QueryAsync<TableEntity>(filter, RowsPerPage, cancellationToken: cancellationToken);
        await foreach (var row in rows)
            yield return new TimelineEntry(kind, row.GetString(Id)!, row.GetDateTimeOffset(At)!.Value);
    }

    private static string ToPartitionKey(OrganizationId organization, string kind) =>
        $"{StorageKey.Escape(organization.Value)}|{kind}";

    private static IEnumerable<TableEntity> ToEntities(string partition, TimelineEntry entry) =>
        Enum.GetValues<TimelineOrder>().Select(order => new TableEntity(partition, ToRowKey(order, entry))
        {
            [Id] = entry.Id,
            [At] = entry.At,
        });

    private static string ToRowKey(TimelineOrder order, TimelineEntry entry) =>
        $"{FirstRowKey(order, entry.At)}{StorageKey.Escape(entry.Id)}";

    /// <summary>
    /// The prefix of a moment's row keys: the ticks since the beginning, or until the end, of time. The id follows, and
    /// distinguishes two entries of one tick.
    /// </summary>
    private static string FirstRowKey(TimelineOrder order, DateTimeOffset at)
    {
        var ticks = order == TimelineOrder.OldestFirst ? at.UtcTicks : DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks;
        return string.Create(CultureInfo.InvariantCulture, $"{GetMark(order)}-{ticks:d19}-");
    }

    private static string GetMark(TimelineOrder order) => order == TimelineOrder.OldestFirst ? "old" : "new";
}
