using Payments.Handlers;

namespace Payments.Dialects.OrderCloud;

/// <summary>
/// An order as it is shown, by OrderCloud's names: of its many fields those that the ledger has. An order's lines,
/// addresses and people are in the shop's own OrderCloud.
/// </summary>
internal sealed record OrderBody(string ID, string Currency, decimal Total, decimal ShippingCost)
{
    /// <summary>An order of the ledger.</summary>
    public static OrderBody Of(OrderView view) => new(
        view.Order.Number.Value,
        view.Head.Currency.Code,
        view.Order.Total.ToDecimal(),
        view.Order.Shipping.ToDecimal());
}
