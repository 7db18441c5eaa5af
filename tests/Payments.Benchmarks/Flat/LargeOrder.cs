using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Payments.Benchmarks.Services;
using Payments.Handlers.Ports;
using Payments.Handlers.Refunds;
using Payments.Handlers.Writing;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;
using Payments.Tables.Ledgers;

namespace Payments.Benchmarks.Flat;

/// <summary>What an allocation cost.</summary>
/// <param name="Time">The median time of deciding on it.</param>
/// <param name="Operations">Of its entity group transaction.</param>
internal sealed record AllocationCost(TimeSpan Time, int Operations);

/// <summary>The ledger of an order with many captures, and a refund of it that awaits its allocation.</summary>
internal sealed class LargeOrder
{
    private const int Repetitions = 101;

    private readonly LedgerAddress _address;
    private readonly LoadedLedger _loaded;

    private LargeOrder(LedgerAddress address, LoadedLedger loaded, Refund refund) =>
        (_address, _loaded, Refund) = (address, loaded, refund);

    public LedgerHead Head => _loaded.Balances;

    /// <summary>It is of half a capture more than two captures have, so that it is spread.</summary>
    public Refund Refund { get; }

    /// <summary>Creates it through the use cases, on stores in memory.</summary>
    public static async Task<LargeOrder> CreateAsync(int captures)
    {
        const decimal OfCapture = 10;
        await using var service = await GrowingService.StartAsync();
        var address = await new Shop(service.Services).PayAsync("large", OfCapture, captures);
        var answer = await service.Services.GetRequiredService<RefundHandler>().RequestAsync(
            Shop.Organization,
            new RefundRequest(
                null,
                OrderNumber.From("large"),
                null,
                null,
                Shop.Dollars(captures > 2 ? OfCapture * 2.5m : OfCapture / 2),
                null,
                ImmutableDictionary<string, string>.Empty),
            CancellationToken.None);
        var refund = ((Answer<RefundView>.Accepted)answer).Result.Refund;
        var loaded = await service.Services.GetRequiredService<ILedgerStore>()
            .LoadAsync(address, [RecordKey.For(refund.Id)], CancellationToken.None);
        return new LargeOrder(address, loaded, refund);
    }

    /// <summary>Decides on the allocation.</summary>
    public LedgerChanges Allocate(AllocationPolicy policy) => RefundProgress.Advance(
        Head,
        Refund with { Policy = policy },
        ImmutableDictionary<int, ProcessorOutcome>.Empty,
        Refund.CreatedAt)!.Value.Changes;

    /// <summary>What the allocation costs by a policy.</summary>
    public AllocationCost Measure(AllocationPolicy policy)
    {
        var times = new List<TimeSpan>();
        for (var time = 0; time < Repetitions; time++)
        {
            var watch = Stopwatch.StartNew();
            Allocate(policy);
            times.Add(watch.Elapsed);
        }

        var transaction = new LedgerTransaction(_address, _loaded.Version, Allocate(policy));
        return new AllocationCost(times.Order().ElementAt(Repetitions / 2), transaction.Actions.Count);
    }
}
