using Payments.Handlers.Ports;
using Payments.Tables.Timeline;
using Payments.Testing.Compliance;
using Payments.Testing.InMemory;

namespace Payments.Tables.Tests;

[Collection(AzuriteCollection.Name)]
public sealed class TableTimelineComplies(TablesFixture tables) : TimelineCompliance
{
    protected override ITimeline Timeline { get; } = new TableTimeline(tables.Accounts);
}

public sealed class InMemoryTimelineComplies : TimelineCompliance
{
    protected override ITimeline Timeline { get; } = new InMemoryTimeline();
}
