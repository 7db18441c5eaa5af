using Payments.Handlers;
using Payments.Ledger;
using Payments.Testing.Compliance;
using Payments.Testing.InMemory;

namespace Payments.Azure.Tests;

[Collection(AzuriteCollection.Name)]
public sealed class TableTimelineComplies(TablesFixture tables) : TimelineCompliance
{
    protected override ITimeline Timeline { get; } = new TableTimeline(tables.Service);

    protected override async Task<IReadOnlyList<TimelineEntry>> ListAsync(OrganizationId organization, string kind)
    {
        var rows = await tables.RowsAsync(Tables.Timeline, $"{StorageKey.Escape(organization.Value)}|{kind}");
        return [.. rows.Select(row => new TimelineEntry(
            kind, row.GetString("Id")!, row.GetDateTimeOffset("At")!.Value))];
    }
}

public sealed class InMemoryTimelineComplies : TimelineCompliance
{
    private readonly InMemoryTimeline _timeline = new();

    protected override ITimeline Timeline => _timeline;

    protected override Task<IReadOnlyList<TimelineEntry>> ListAsync(OrganizationId organization, string kind) =>
        Task.FromResult(_timeline.List(organization, kind));
}
