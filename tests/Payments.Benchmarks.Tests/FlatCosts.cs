using Payments.Benchmarks.Flat;
using Payments.Ledger.Records;

namespace Payments.Benchmarks.Tests;

/// <summary>Counts, not times: they hold on a busy machine too.</summary>
public sealed class FlatCosts
{
    private const double MaxRatio = 1.2;
    private const int Smallest = 1_000;
    private const int MaxOperations = 10;

    private static int Largest => Environment.GetEnvironmentVariable("PAYMENTS_TEST_DEPTH") == "deep"
        ? 1_000_000
        : 30_000;

    [Fact]
    public async Task No_operation_reads_more_entities_because_more_refunds_are_stored()
    {
        await using var service = await GrowingService.StartAsync();
        await service.GrowAsync(Smallest);
        var few = await service.MeasureAsync();
        await service.GrowAsync(Largest);
        var many = await service.MeasureAsync();

        Assert.All(many, cost => Assert.True(
            cost.Value.Entities <= MaxRatio * few[cost.Key].Entities,
            $"{cost.Key} reads {few[cost.Key].Entities}, then {cost.Value.Entities} entities."));
    }

    [Theory]
    [InlineData(AllocationPolicy.FewestCaptures)]
    [InlineData(AllocationPolicy.OldestFirst)]
    [InlineData(AllocationPolicy.NewestFirst)]
    public async Task On_an_order_with_1000_captures_the_transaction_of_an_allocation_has_at_most_10_operations(
        AllocationPolicy policy)
    {
        var order = await LargeOrder.CreateAsync(1_000);

        Assert.Equal(1_000, order.Head.Captures.Length);
        Assert.InRange(order.Measure(policy).Operations, 1, MaxOperations);
    }
}
