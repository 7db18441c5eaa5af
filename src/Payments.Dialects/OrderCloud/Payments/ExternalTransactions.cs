using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.OrderCloud.Payments;

/// <summary>
/// The captures and refunds that were created through other APIs, not recorded as OrderCloud transactions, by
/// authorization. They include those that moved money, declined captures, and refunds that failed. Left out are pending
/// ones, the declined parts of a refund that otherwise succeeded, and refunds of a capture that was both captured and
/// refunded while the ledger was being read.
/// </summary>
internal sealed class ExternalTransactions
{
    private readonly ILookup<Id<Authorization>, Capture> _captures;
    private readonly ILookup<Id<Authorization>, RefundShare> _refunds;
    private readonly ILookup<Id<Authorization>, Refund> _failed;

    private ExternalTransactions(
        ILookup<Id<Authorization>, Capture> captures,
        ILookup<Id<Authorization>, RefundShare> refunds,
        ILookup<Id<Authorization>, Refund> failed)
    {
        _captures = captures;
        _refunds = refunds;
        _failed = failed;
    }

    public static ExternalTransactions From(LoadedLedger ledger)
    {
        var recorded = ledger.All<Transaction>().Select(transaction => transaction.Effect).ToList();
        var captures = recorded.Select(effect => effect.Capture).OfType<Id<Capture>>().ToHashSet();
        var refunds = recorded.Select(effect => effect.Refund).OfType<Id<Refund>>().ToHashSet();
        var ended = ledger.All<Capture>().Where(capture => capture.Status != CaptureStatus.Pending).ToList();
        var origins = ended.ToDictionary(capture => capture.Id, capture => capture.Authorization);
        var others = ledger.All<Refund>().Where(refund => !refunds.Contains(refund.Id)).ToList();
        return new ExternalTransactions(
            ended.Where(capture => !captures.Contains(capture.Id)).ToLookup(capture => capture.Authorization),
            others
                .SelectMany(refund => refund.Allocations
                    .Where(allocation => origins.ContainsKey(allocation.Capture))
                    .Where(allocation => allocation.Status == AllocationStatus.Succeeded)
                    .Select(allocation => new RefundShare(refund, allocation)))
                .ToLookup(share => origins[share.Allocation.Capture]),
            others
                .Where(refund => refund.Status == RefundStatus.Failed)
                .SelectMany(refund => refund.Allocations
                    .Select(allocation => origins.GetValueOrDefault(allocation.Capture, refund.Authorization.Id))
                    .DefaultIfEmpty(refund.Authorization.Id)
                    .Distinct()
                    .Select(authorization => (authorization, refund)))
                .ToLookup(concerned => concerned.authorization, concerned => concerned.refund));
    }

    /// <summary>Those of the given authorizations, as transactions with the given type names.</summary>
    public IEnumerable<TransactionView> From(IEnumerable<Authorization> authorizations, TransactionWords words)
    {
        var ids = authorizations.Select(authorization => authorization.Id).ToImmutableArray();
        var captures = ids
            .SelectMany(id => _captures[id])
            .Select(capture => TransactionView.From(capture, words.Capture));
        var refunds = ids
            .SelectMany(id => _refunds[id])
            .GroupBy(share => share.Refund.Id)
            .Select(shares => TransactionView.From(shares.First().Refund, [.. shares], words));
        var failed = ids
            .SelectMany(id => _failed[id])
            .DistinctBy(refund => refund.Id)
            .Select(refund => TransactionView.FromFailed(refund, words));
        return captures.Concat(refunds).Concat(failed);
    }
}

/// <summary>The part of a refund that was taken from one capture: executed, or recorded.</summary>
internal sealed record RefundShare(Refund Refund, Allocation Allocation)
{
    public Money Amount => Allocation.Amount;

    /// <summary>Null if it was recorded.</summary>
    public string? ProcessorReference => Allocation.ProcessorReference;
}
