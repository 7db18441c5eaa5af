using System.Collections.Immutable;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow.Models;

/// <summary>
/// An order as <c>/orders/{number}</c> answers it. This shape is this service's own: Flow's order is a whole catalogue
/// of what is sold, of which only the money matters here. All amounts are in <see cref="Currency"/>.
/// </summary>
/// <param name="Id">Ours.</param>
/// <param name="Number">The shop's number.</param>
/// <param name="Currency">Of everything on the order.</param>
/// <param name="Total">What is to be paid in all, shipping included.</param>
/// <param name="Shipping">The part of the total that is shipping.</param>
/// <param name="Balance">What is still to be paid: the total, less credit payments, less what authorizations stand
/// for.</param>
/// <param name="Captured">What was captured.</param>
/// <param name="Refunded">What was given back of it.</param>
/// <param name="Reserved">What refunds that are pending hold.</param>
/// <param name="Credited">The sum of the credit payments.</param>
/// <param name="OpenCredits">The sum of the open credits (Commerce Hub): no part of any other amount.</param>
internal sealed record OrderModel(
    string Id,
    string Number,
    string Currency,
    decimal Total,
    decimal Shipping,
    decimal Balance,
    decimal Captured,
    decimal Refunded,
    decimal Reserved,
    decimal Credited,
    decimal OpenCredits)
{
    public static OrderModel Of(OrderView view) => new(
        OrderIds.Of(view.Order.Number),
        view.Order.Number.Value,
        view.Head.Currency.Code,
        view.Order.Total.ToDecimal(),
        view.Order.Shipping.ToDecimal(),
        view.Balance.ToDecimal(),
        view.Head.Captured.ToDecimal(),
        view.Head.Refunded.ToDecimal(),
        view.Head.Reserved.ToDecimal(),
        view.Head.CreditPayments.ToDecimal(),
        view.Head.OpenCredits.ToDecimal());
}

/// <summary>Flow gives every order an id beside its number; here it is the name of the order's ledger.</summary>
internal static class OrderIds
{
    public static string Of(OrderNumber number) => $"ord-{LedgerId.OfOrder(number)}";
}

/// <summary>An order that another resource names.</summary>
internal sealed record OrderReferenceModel(string Discriminator, string Id, string Number)
{
    public static OrderReferenceModel Of(OrderNumber number) =>
        new("order_reference", OrderIds.Of(number), number.Value);
}

/// <summary>
/// An order in place of its reference (<c>expand=order</c>), in Flow's own shape: what Flow's typed clients insist on
/// is there, empty where nothing is known of it.
/// </summary>
internal sealed record ExpandedOrderModel(
    string Discriminator,
    string Id,
    string Number,
    FlowCustomerModel Customer,
    string DeliveredDuty,
    ImmutableDictionary<string, string> Destination,
    string ExpiresAt,
    ImmutableArray<string> Items,
    ImmutableArray<string> Deliveries,
    ImmutableArray<string> Selections,
    ImmutableArray<string> Prices,
    OrderTotalModel Total,
    ImmutableDictionary<string, string> Attributes,
    OrderTotalModel Balance)
{
    /// <summary>Orders do not expire here, and Flow's clients need a moment.</summary>
    private static readonly string Never = FlowJson.Moment(new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero));

    public static ExpandedOrderModel Of(OrderView view) => new(
        "order",
        OrderIds.Of(view.Order.Number),
        view.Order.Number.Value,
        FlowCustomerModel.Nobody,
        "paid",
        ImmutableDictionary<string, string>.Empty,
        Never,
        [],
        [],
        [],
        [],
        OrderTotalModel.Of(view.Order.Total),
        ImmutableDictionary<string, string>.Empty,
        OrderTotalModel.Of(view.Balance));
}

/// <summary>Flow's <c>localized_total</c>. The base currency is the order's own.</summary>
internal sealed record OrderTotalModel(string Key, string Currency, decimal Amount, string Label, PriceModel Base)
{
    public static OrderTotalModel Of(Money money)
    {
        var price = PriceModel.Of(money);
        return new OrderTotalModel("localized_total", price.Currency, price.Amount, price.Label, price);
    }
}
