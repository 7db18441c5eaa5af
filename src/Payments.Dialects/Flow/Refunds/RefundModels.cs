using System.Collections.Frozen;
using System.Collections.Immutable;
using Payments.Dialects.Flow.Authorizations;
using Payments.Dialects.Flow.Captures;
using Payments.Dialects.Flow.Models;
using Payments.Handlers.Orders;
using Payments.Handlers.Reading;
using Payments.Handlers.Refunds;
using Payments.Ledger.Currencies;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Refunds;

/// <summary>What a refund takes from one capture.</summary>
internal sealed record RefundCaptureSummaryModel(CaptureModel Capture, decimal Amount);

/// <summary>Flow's <c>refund</c>.</summary>
/// <param name="Error">Why it failed, where it did; a field of ours.</param>
internal sealed record RefundModel(
    string Id,
    string Key,
    AuthorizationReferenceModel Authorization,
    decimal Amount,
    string Currency,
    MoneyModel Requested,
    ImmutableArray<RefundCaptureSummaryModel> Captures,
    string CreatedAt,
    ImmutableDictionary<string, string> Attributes,
    string Status,
    RefundError? Error)
{
    public static RefundModel From(RefundView view)
    {
        var refund = view.Refund;
        var authorization = view.Refund.Authorization;
        return new RefundModel(
            refund.Id.ToString(),
            refund.Key.Value,
            new AuthorizationReferenceModel(
                authorization.Id.ToString(), authorization.Key.Value, FlowOrderModel.From(refund.Order)),
            refund.Amount.ToDecimal(),
            refund.Requested.Currency.Code,
            MoneyModel.From(refund.Requested),
            ListCaptures(view),
            FlowJson.FormatTime(refund.CreatedAt),
            refund.Attributes,
            ToStatus(refund.Status),
            refund.Status == RefundStatus.Failed ? FlowErrors.ForFailed(refund) : null);
    }

    /// <summary>
    /// One line a capture: what was given back, and what the processor has not answered yet; no declined parts.
    /// </summary>
    private static ImmutableArray<RefundCaptureSummaryModel> ListCaptures(RefundView view) =>
    [
        .. view.Refund.Allocations
            .Where(allocation => allocation.Status != AllocationStatus.Declined)
            .GroupBy(allocation => allocation.Capture)
            .Select(parts => new RefundCaptureSummaryModel(
                CaptureModel.From(view.Captures[parts.Key]),
                parts.Sum(view.Refund.Requested.Currency, part => part.Amount).ToDecimal())),
    ];

    /// <summary>Where a refund stands, by Flow's words.</summary>
    public static FrozenDictionary<string, RefundStatus> States { get; } = Enum.GetValues<RefundStatus>()
        .ToFrozenDictionary(ToStatus, StringComparer.Ordinal);

    /// <summary>Flow's word for where a refund stands.</summary>
    public static string ToStatus(RefundStatus status) => status switch
    {
        RefundStatus.Pending => "pending",
        RefundStatus.Succeeded => "succeeded",
        RefundStatus.Failed => "failed",
        RefundStatus.Canceled => "canceled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such status."),
    };
}

/// <summary>What of an order was captured, was refunded, and can still be.</summary>
internal sealed record RefundOrderSummaryModel(
    string OrderNumber, string Currency, decimal Captured, decimal Refunded, RefundOrderSummaryAmountsModel Amounts)
{
    public static RefundOrderSummaryModel From(OrderView view) => new(
        view.Order.Number.Value,
        view.Head.Currency.Code,
        view.Head.Captured.ToDecimal(),
        view.Head.Refunded.ToDecimal(),
        RefundOrderSummaryAmountsModel.From(view));
}

/// <summary>
/// What a shop would commonly refund now: all that is left, all of it but shipping, shipping alone.
/// </summary>
/// <param name="Balance">
/// What is captured and neither refunded nor promised to refunds that are pending; captures too old to be refunded are
/// left out.
/// </param>
/// <param name="BalanceExcludingShipping">The balance less <paramref name="Shipping"/>.</param>
/// <param name="Shipping">
/// The order's shipping, as far as the balance reaches. Refunds are not told what they are for, so goods are taken to
/// be refunded first, and shipping last: a shop that refunds no more than the balance without it has kept its shipping,
/// and one that has captured, or has left, less than its shipping has nothing but shipping left. What was paid by
/// credit is no part of either: it is not refundable.
/// </param>
internal sealed record RefundOrderSummaryAmountsModel(
    decimal Balance, decimal BalanceExcludingShipping, decimal Shipping)
{
    public static RefundOrderSummaryAmountsModel From(OrderView view)
    {
        var balance = view.Head.Refundable(view.At);
        var shipping = Money.Min(view.Order.Shipping, balance);
        return new RefundOrderSummaryAmountsModel(
            balance.ToDecimal(), (balance - shipping).ToDecimal(), shipping.ToDecimal());
    }
}

/// <summary>Flow's <c>refund_version</c>.</summary>
internal sealed record RefundVersionModel(string Id, string Timestamp, string Type, RefundModel Refund)
{
    public static RefundVersionModel From((ResourceVersion<Refund> Version, RefundView View) shown) => new(
        shown.Version.Number.ToString(),
        FlowJson.FormatTime(shown.Version.At),
        ChangeTypes.From(shown.Version.Type),
        RefundModel.From(shown.View));
}
