using System.Globalization;
using Azure.Data.Tables;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Azure;

/// <summary>
/// Organizations' lists, a partition for each kind of resource. The newest line has the smallest row key, for lists are
/// read from the newest on: a page is one range of rows, whatever is stored.
/// </summary>
public sealed class TableTimeline(TableServiceClient service) : ITimeline
{
    private readonly TableClient _table = service.GetTableClient(Tables.Timeline);

    /// <inheritdoc/>
    public Task AppendAsync(OrganizationId organization, TimelineEntry entry, CancellationToken cancellationToken)
    {
        var line = new TableEntity(PartitionOf(organization, entry.Kind), RowOf(entry))
        {
            ["Id"] = entry.Id,
            ["At"] = entry.At,
        };
        return _table.UpsertEntityAsync(line, TableUpdateMode.Replace, cancellationToken);
    }

    private static string PartitionOf(OrganizationId organization, string kind) =>
        $"{StorageKey.Escape(organization.Value)}|{kind}";

    /// <summary>The ticks left until the end of time, and the id, which tells two of one tick apart.</summary>
    private static string RowOf(TimelineEntry entry) => string.Create(
        CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - entry.At.UtcTicks:d19}-{entry.Id}");
}
