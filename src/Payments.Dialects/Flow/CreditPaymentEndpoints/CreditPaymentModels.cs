using System.Collections.Immutable;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow.Models;

/// <summary>What was asked for, and the most that might have been applied.</summary>
internal sealed record OriginalPricesModel(PriceModel Value, PriceModel Max);

/// <summary>Flow's <c>credit_payment</c>.</summary>
/// <param name="Order">An <see cref="OrderReferenceModel"/> or, expanded, an <see cref="ExpandedOrderModel"/>.</param>
internal sealed record CreditPaymentModel(
    string Id,
    object Order,
    string Key,
    string Description,
    PriceModel Value,
    OriginalPricesModel Original,
    ImmutableDictionary<string, string> Attributes)
{
    /// <summary>With the order whole where it is given, else with a reference to it.</summary>
    public static CreditPaymentModel Of(CreditPayment payment, OrderView? expanded) => new(
        payment.Id.ToString(),
        expanded is null ? OrderReferenceModel.Of(payment.Order) : ExpandedOrderModel.Of(expanded),
        payment.Key.Value,
        payment.Description,
        PriceModel.Of(payment.Amount),
        new OriginalPricesModel(PriceModel.Of(payment.Amount), PriceModel.Of(payment.Maximum)),
        payment.Attributes);
}

/// <summary>Flow's <c>credit_payment_version</c>.</summary>
internal sealed record CreditPaymentVersionModel(
    string Id, string Timestamp, string Type, CreditPaymentModel CreditPayment)
{
    public static CreditPaymentVersionModel Of(ResourceVersion<CreditPayment> version) => new(
        version.Number.ToString(),
        FlowJson.Moment(version.At),
        ChangeTypes.Of(version.Type),
        CreditPaymentModel.Of(version.Record, expanded: null));
}
