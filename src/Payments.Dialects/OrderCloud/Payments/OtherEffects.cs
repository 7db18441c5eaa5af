using System.Collections.Immutable;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.OrderCloud;

/// <summary>
/// What other APIs did to a ledger: the captures and refunds that no transaction of OrderCloud recorded, by the
/// authorization that they touch. Only what moved money: pending ones, failed ones and declined parts are left out; and
/// so is what was given back of a capture that was taken, and refunded, while the ledger was being read.
/// </summary>
internal sealed class OtherEffects
{
    private readonly ILookup<Id<Authorization>, Capture> _captures;
    private readonly ILookup<Id<Authorization>, RefundShare> _refunds;

    private OtherEffects(ILookup<Id<Authorization>, Capture> captures, ILookup<Id<Authorization>, RefundShare> refunds)
    {
        _captures = captures;
        _refunds = refunds;
    }

    /// <summary>Those of a whole ledger.</summary>
    public static OtherEffects Of(LoadedLedger ledger)
    {
        var recorded = ledger.All<Transaction>().Select(transaction => transaction.Effect).ToList();
        var captures = recorded.Select(effect => effect.Capture).OfType<Id<Capture>>().ToHashSet();
        var refunds = recorded.Select(effect => effect.Refund).OfType<Id<Refund>>().ToHashSet();
        var succeeded = ledger.All<Capture>().Where(capture => capture.Status == CaptureStatus.Succeeded).ToList();
        var origins = succeeded.ToDictionary(capture => capture.Id, capture => capture.Authorization);
        return new OtherEffects(
            succeeded.Where(capture => !captures.Contains(capture.Id)).ToLookup(capture => capture.Authorization),
            ledger.All<Refund>()
                .Where(refund => !refunds.Contains(refund.Id))
                .SelectMany(refund => refund.Allocations
                    .Where(allocation => allocation.Status == AllocationStatus.Succeeded
                        && origins.ContainsKey(allocation.Capture))
                    .Select(allocation => new RefundShare(refund, allocation)))
                .ToLookup(share => origins[share.Allocation.Capture]));
    }

    /// <summary>Those on some authorizations, as transactions in the given words.</summary>
    public IEnumerable<TransactionView> Of(IEnumerable<Authorization> authorizations, TransactionWords words)
    {
        var ids = authorizations.Select(authorization => authorization.Id).ToImmutableArray();
        var captures = ids
            .SelectMany(id => _captures[id])
            .Select(capture => TransactionView.Of(capture, words.Capture));
        var refunds = ids
            .SelectMany(id => _refunds[id])
            .GroupBy(share => share.Refund.Id)
            .Select(shares => TransactionView.Of(
                shares.First().Refund, [.. shares.Select(share => share.Allocation)], words));
        return captures.Concat(refunds);
    }

    private sealed record RefundShare(Refund Refund, Allocation Allocation);
}
