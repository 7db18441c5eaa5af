using System.Collections.Immutable;
using Payments.Dialects.Flow.Models;
using Payments.Dialects.Flow.Orders;
using Payments.Handlers.Orders;
using Payments.Handlers.Reading;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.CreditPayments;

/// <summary>The requested amount, and the maximum that could have been applied.</summary>
internal sealed record OriginalPricesModel(PriceModel Value, PriceModel Max);

/// <summary>Flow's <c>credit_payment</c>.</summary>
/// <param name="Order">An <see cref="OrderReferenceModel"/> or, expanded, an <see cref="ExpandedOrderModel"/>.</param>
/// <param name="Value">Negative if a refund made it.</param>
/// <param name="RefundId">The refund that made it, if one did; an extension.</param>
internal sealed record CreditPaymentModel(
    string Id,
    object Order,
    string Key,
    string Description,
    PriceModel Value,
    OriginalPricesModel Original,
    ImmutableDictionary<string, string> Attributes,
    string? RefundId)
{
    /// <summary>With the expanded order if it is given, else with a reference.</summary>
    public static CreditPaymentModel From(CreditPayment payment, OrderView? expanded) => new(
        payment.Id.ToString(),
        expanded is null ? OrderReferenceModel.From(payment.Order) : ExpandedOrderModel.From(expanded),
        payment.Key.Value,
        payment.Description,
        PriceModel.From(payment.Amount),
        new OriginalPricesModel(PriceModel.From(payment.Amount), PriceModel.From(payment.Maximum)),
        payment.Attributes,
        payment.Refund?.ToString());
}

/// <summary>Flow's <c>credit_payment_version</c>.</summary>
/// <param name="Credential">Who made the change, if that is known; an extension.</param>
internal sealed record CreditPaymentVersionModel(
    string Id, string Timestamp, string Type, CreditPaymentModel CreditPayment, string? Credential)
{
    public static CreditPaymentVersionModel From(ResourceVersion<CreditPayment> version) => new(
        version.Number.ToString(),
        FlowJson.FormatTime(version.At),
        ChangeTypes.From(version.Type),
        CreditPaymentModel.From(version.Record, expanded: null),
        version.Actor?.ToString());
}
