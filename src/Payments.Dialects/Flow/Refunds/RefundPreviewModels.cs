using System.Collections.Immutable;
using Payments.Dialects.Flow.Identifiers;
using Payments.Handlers.Refunds;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Refunds;

/// <summary>What a refund would become if it were requested now (an extension).</summary>
/// <param name="Amount">What would be refunded; less than requested only for <c>amount_up_to</c>.</param>
/// <param name="Currency">The currency of all amounts.</param>
/// <param name="Policies">The allocation that each policy would make.</param>
internal sealed record RefundPreviewModel(
    decimal Amount, string Currency, ImmutableArray<PolicyPreviewModel> Policies)
{
    public static RefundPreviewModel From(IReadOnlyList<RefundView> previews)
    {
        var refund = previews[0].Refund;
        return new RefundPreviewModel(
            (refund.Requested - refund.Released).ToDecimal(),
            refund.Requested.Currency.Code,
            [.. previews.Select(PolicyPreviewModel.From)]);
    }
}

/// <summary>The allocation that a policy would make.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Allocations">The parts, in the order of their execution.</param>
/// <param name="CreditPayments">
/// What would go back to credit payments if no card declines; left out unless the request names tenders.
/// </param>
internal sealed record PolicyPreviewModel(
    string Policy, ImmutableArray<AllocationPreviewModel> Allocations, decimal? CreditPayments)
{
    public static PolicyPreviewModel From(RefundView preview) => new(
        RefundTraceModel.Word(preview.Refund.Policy),
        [.. preview.Refund.Allocations.Select(part => AllocationPreviewModel.From(preview, part))],
        preview.Refund.ToCredit is { } credit ? (credit.Refunded + credit.Reserved).ToDecimal() : null);
}

/// <summary>A part of the refund, and the capture that it would be taken from.</summary>
/// <param name="Capture">The capture.</param>
/// <param name="Amount">The part.</param>
/// <param name="Available">What is refundable from that capture.</param>
/// <param name="Reason">Why that capture, as in <see cref="AllocationTraceModel"/>.</param>
internal sealed record AllocationPreviewModel(
    IdentifiedReferenceModel Capture, decimal Amount, decimal Available, string Reason)
{
    public static AllocationPreviewModel From(RefundView preview, Allocation allocation)
    {
        var capture = preview.Captures[allocation.Capture];
        var decision = allocation.Decision!;
        return new AllocationPreviewModel(
            new IdentifiedReferenceModel(capture.Id.ToString(), capture.Key.Value),
            allocation.Amount.ToDecimal(),
            decision.Room.ToDecimal(),
            RefundTraceModel.Word(decision.Reason));
    }
}
