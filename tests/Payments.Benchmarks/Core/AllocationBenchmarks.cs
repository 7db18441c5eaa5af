using BenchmarkDotNet.Attributes;
using Payments.Benchmarks.Flat;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Benchmarks.Core;

/// <summary>The decision on a refund's allocation: the new head and the new refund.</summary>
public class AllocationBenchmarks
{
    private LargeOrder _order = null!;

    /// <summary>The captures of the order.</summary>
    [Params(1, 10, 1_000)]
    public int Captures { get; set; }

    /// <summary>How they are chosen.</summary>
    [ParamsAllValues]
    public AllocationPolicy Policy { get; set; }

    [GlobalSetup]
    public void Prepare() => _order = LargeOrder.CreateAsync(Captures).GetAwaiter().GetResult();

    [Benchmark(Description = "allocate")]
    public LedgerChanges Allocate() => _order.Allocate(Policy);
}
