using System.Collections.Immutable;
using Payments.Dialects.Flow.Authorizations;
using Payments.Dialects.Flow.Models;
using Payments.Handlers.Orders;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Flow.Orders;

/// <summary>
/// An order as <c>/orders/{number}</c> returns it. The shape is this service's own: Flow's order describes everything
/// sold, of which only the money matters here. All amounts are in <see cref="Currency"/>.
/// </summary>
/// <param name="Id">This service's id.</param>
/// <param name="Number">The shop's number.</param>
/// <param name="Currency">The currency of everything on the order.</param>
/// <param name="Total">The amount to pay, shipping included.</param>
/// <param name="Shipping">The part of the total that is shipping.</param>
/// <param name="Balance">What is still to be paid: the total less credit payments and the amounts that
/// authorizations still cover.</param>
/// <param name="Refunded">What was refunded of the captured amount.</param>
/// <param name="Reserved">What pending refunds have reserved.</param>
/// <param name="Credited">The sum of the credit payments, without those that refunds made.</param>
/// <param name="OpenCredits">The sum of the open credits (Commerce Hub); not part of any other amount.</param>
/// <param name="RefundedToCredit">
/// What refunds returned to credit payments, as negative ones; left out if nothing was.
/// </param>
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
    decimal OpenCredits,
    decimal? RefundedToCredit)
{
    public static OrderModel From(OrderView view) => new(
        OrderIds.From(view.Order.Number),
        view.Order.Number.Value,
        view.Head.Currency.Code,
        view.Order.Total.ToDecimal(),
        view.Order.Shipping.ToDecimal(),
        view.Balance.ToDecimal(),
        view.Head.Captured.ToDecimal(),
        view.Head.Refunded.ToDecimal(),
        view.Head.Reserved.ToDecimal(),
        view.Head.CreditPayments.ToDecimal(),
        view.Head.OpenCredits.ToDecimal(),
        view.Head.RefundedToCredit?.ToDecimal());
}

/// <summary>Flow gives every order an id as well as a number; here it is the name of the order's ledger.</summary>
internal static class OrderIds
{
    public static string From(OrderNumber number) => $"ord-{LedgerId.ForOrder(number)}";
}

/// <summary>A reference to an order.</summary>
internal sealed record OrderReferenceModel(string Discriminator, string Id, string Number)
{
    public static OrderReferenceModel From(OrderNumber number) =>
        new("order_reference", OrderIds.From(number), number.Value);
}

/// <summary>
/// An order in place of its reference (<c>expand=order</c>), in Flow's own shape: every field that Flow's typed clients
/// require is present, empty if this service has no value for it.
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
    /// <summary>Orders do not expire here, but Flow's clients require a time.</summary>
    private static readonly string Never = FlowJson.FormatTime(
        new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero));

    public static ExpandedOrderModel From(OrderView view) => new(
        "order",
        OrderIds.From(view.Order.Number),
        view.Order.Number.Value,
        FlowCustomerModel.Nobody,
        "paid",
        ImmutableDictionary<string, string>.Empty,
        Never,
        [],
        [],
        [],
        [],
        OrderTotalModel.From(view.Order.Total),
        ImmutableDictionary<string, string>.Empty,
        OrderTotalModel.From(view.Balance));
}

/// <summary>Flow's <c>localized_total</c>. The base currency is the order's own.</summary>
internal sealed record OrderTotalModel(string Key, string Currency, decimal Amount, string Label, PriceModel Base)
{
    public static OrderTotalModel From(Money money)
    {
        var price = PriceModel.From(money);
        return new OrderTotalModel("localized_total", price.Currency, price.Amount, price.Label, price);
    }
}
