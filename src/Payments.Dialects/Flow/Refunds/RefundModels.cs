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

/// <summary>The part of a refund that is taken from one capture.</summary>
internal sealed record RefundCaptureSummaryModel(CaptureModel Capture, decimal Amount);

/// <summary>Flow's <c>refund</c>.</summary>
/// <param name="Captures">What goes back to cards. Empty if all goes back to credit payments.</param>
/// <param name="Error">Why the refund failed, if it did; an extension.</param>
/// <param name="Tenders">What it goes back to, in order, if the caller asked for tenders; an extension.</param>
/// <param name="CreditPayments">What has gone back to credit payments, with the tenders; an extension.</param>
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
    RefundError? Error,
    IReadOnlyList<string>? Tenders,
    IReadOnlyList<RefundCreditPaymentModel>? CreditPayments)
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
            refund.Status == RefundStatus.Failed ? RefundErrors.From(refund) : null,
            TenderWords.From(refund),
            RefundCreditPaymentModel.From(refund));
    }

    /// <summary>
    /// One item per capture: what was refunded, and what awaits the processor's response; no parts that were declined,
    /// or failed later.
    /// </summary>
    private static ImmutableArray<RefundCaptureSummaryModel> ListCaptures(RefundView view) =>
    [
        .. view.Refund.Allocations
            .Where(allocation => !allocation.TakesNothing)
            .GroupBy(allocation => allocation.Capture)
            .Select(parts => new RefundCaptureSummaryModel(
                CaptureModel.From(view.Captures[parts.Key]),
                parts.Sum(view.Refund.Requested.Currency, part => part.Amount).ToDecimal())),
    ];

    /// <summary>The statuses of refunds, by Flow's names.</summary>
    public static FrozenDictionary<string, RefundStatus> States { get; } = Enum.GetValues<RefundStatus>()
        .ToFrozenDictionary(ToStatus, StringComparer.Ordinal);

    /// <summary>Flow's name for a refund's status.</summary>
    public static string ToStatus(RefundStatus status) => status switch
    {
        RefundStatus.Pending => "pending",
        RefundStatus.Succeeded => "succeeded",
        RefundStatus.Failed => "failed",
        RefundStatus.Canceled => "canceled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such status."),
    };
}

/// <summary>What was captured and refunded of an order, and what is refundable.</summary>
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
/// The amounts that a shop commonly refunds: all that is left, all except shipping, or shipping only.
/// </summary>
/// <param name="Balance">
/// What is captured and neither refunded nor reserved for pending refunds; captures too old to refund are left out.
/// </param>
/// <param name="BalanceExcludingShipping">The balance less <paramref name="Shipping"/>.</param>
/// <param name="Shipping">
/// The order's shipping, as far as the balance covers it. Refunds do not say what they are for, so goods count as
/// refunded first, and shipping last: a shop that refunds at most the balance excluding shipping keeps its shipping;
/// if less than the shipping was captured, or is left, the whole balance is shipping. Amounts paid by credit are in
/// neither: only a refund that names them among its tenders returns them.
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
/// <param name="Credential">Who made the change, if that is known; an extension.</param>
internal sealed record RefundVersionModel(
    string Id, string Timestamp, string Type, RefundModel Refund, string? Credential)
{
    public static RefundVersionModel From((ResourceVersion<Refund> Version, RefundView View) shown) => new(
        shown.Version.Number.ToString(),
        FlowJson.FormatTime(shown.Version.At),
        ChangeTypes.From(shown.Version.Type),
        RefundModel.From(shown.View),
        shown.Version.Actor?.ToString());
}
