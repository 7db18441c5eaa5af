using Payments.Handlers;
using Payments.Testing.Compliance;
using Payments.Testing.InMemory;

namespace Payments.Azure.Tests;

[Collection(AzuriteCollection.Name)]
public sealed class TableTimelineComplies(TablesFixture tables) : TimelineCompliance
{
    protected override ITimeline Timeline { get; } = new TableTimeline(tables.Service);
}

public sealed class InMemoryTimelineComplies : TimelineCompliance
{
    protected override ITimeline Timeline { get; } = new InMemoryTimeline();
}
