using System.Globalization;
using Payments.Benchmarks.Figures;
using Payments.Ledger.Records;

namespace Payments.Benchmarks.Flat;

/// <summary>Whether what an operation costs depends on how much is stored; on stores in memory.</summary>
internal sealed class FlatPart : IPart
{
    private const double MaxRatio = 1.2;
    private const int Captures = 1_000;
    private const int MaxOperations = 10;
    private const long MaxOwnHeap = 2_000_000;

    private static readonly TimeSpan MaxAllocationTime = TimeSpan.FromMilliseconds(1);

    private static readonly int[] Sizes = [1_000, 10_000, 100_000, 1_000_000];

    public string Name => "flat";

    public string Description => "costs with 1,000 to 1,000,000 refunds stored";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Reporter reporter)
    {
        long heapOfSmall;
        await using (var small = await GrowingService.StartAsync())
        {
            await small.GrowAsync(Sizes[0]);
            await small.MeasureAsync();
            heapOfSmall = small.MeasureOwnHeap();
        }

        await using var service = await GrowingService.StartAsync();
        var costs = new List<IReadOnlyDictionary<string, OperationCost>>();
        foreach (var size in Sizes)
        {
            reporter.Step($"{size:n0} refunds");
            await service.GrowAsync(size);
            costs.Add(await service.MeasureAsync());
        }

        var heap = Heap.Measure();
        var own = service.MeasureOwnHeap();
        var growth = Math.Max(0, own - heapOfSmall);
        reporter.Step($"an order with {Captures:n0} captures");
        return
        [
            .. costs[0].Keys.Select(operation => Compare(operation, costs)),
            Figure.Plain("the store's heap for a refund", $"{(heap - own) / (double)Sizes[^1]:n0} bytes"),
            new(
                $"the service's own heap after {Sizes[^1]:n0} refunds, above that after {Sizes[0]:n0}",
                $"{growth / 1e6:n1} MB",
                "",
                $"≤ {MaxOwnHeap / 1e6:n0} MB",
                growth <= MaxOwnHeap),
            .. await MeasureLargeOrderAsync(),
        ];
    }

    private static async Task<IEnumerable<Figure>> MeasureLargeOrderAsync()
    {
        var order = await LargeOrder.CreateAsync(Captures);
        var costs = Enum.GetValues<AllocationPolicy>()
            .Where(policy => policy != AllocationPolicy.Proportional)
            .Select(order.Measure)
            .ToList();
        var (time, operations) = (costs.Max(cost => cost.Time), costs.Max(cost => cost.Operations));
        return
        [
            new(
                $"allocating on an order with {Captures:n0} captures",
                $"{time.TotalMicroseconds:n0} µs",
                "",
                "≤ 1 ms",
                time <= MaxAllocationTime),
            new(
                "operations of that allocation's transaction",
                operations.ToString(CultureInfo.InvariantCulture),
                "",
                $"≤ {MaxOperations}",
                operations <= MaxOperations),
        ];
    }

    private static Figure Compare(string operation, List<IReadOnlyDictionary<string, OperationCost>> costs)
    {
        var (first, last) = (costs[0][operation], costs[^1][operation]);
        var ratio = Math.Max(1, costs.Max(cost => cost[operation].Entities)) / (double)Math.Max(1, first.Entities);
        return new Figure(
            operation,
            $"{string.Join(", ", costs.Select(cost => cost[operation].Entities))} entities read; "
            + $"{first.Median.TotalMicroseconds:n0} µs, then {last.Median.TotalMicroseconds:n0} µs",
            $"{ratio:n2} (entities), {last.Median / first.Median:n2} (time)",
            $"≤ {MaxRatio} (entities)",
            ratio <= MaxRatio);
    }
}
