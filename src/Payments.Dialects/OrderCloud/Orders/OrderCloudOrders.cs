using Payments.Dialects.OrderCloud.Payments;
using Payments.Dialects.OrderCloud.Reading;
using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Orders;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Dialects.OrderCloud.Orders;

/// <summary>
/// An order in responses, with OrderCloud's field names: only the fields that the ledger has. Line items, addresses and
/// people are in the shop's own OrderCloud.
/// </summary>
internal sealed record OrderBody(string ID, string Currency, decimal Total, decimal ShippingCost)
{
    public static OrderBody From(OrderView view) => new(
        view.Order.Number.Value,
        view.Head.Currency.Code,
        view.Order.Total.ToDecimal(),
        view.Order.Shipping.ToDecimal());
}

/// <summary>
/// <c>/v1/orders/{direction}/{orderID}</c>: the order that payments are for, so that an OrderCloud client needs no
/// other API to register one. In OrderCloud itself, <c>Total</c> is the sum of the line items and <c>Currency</c> comes
/// from a locale; this service has neither, so both are sent. Fields that the ledger does not have are ignored.
/// </summary>
public sealed class OrderCloudOrders(OrderHandler orders)
{
    /// <summary><c>GET</c>: the order, whichever API registered it.</summary>
    public async Task<WireResponse> GetAsync(OrderCloudCall call, CancellationToken cancellationToken)
    {
        if (!OrderAccess.TryGrant(call, out var access, out var rejection)) return rejection;
        return await orders.FindAsync(access.Organization, access.Order, cancellationToken) is { } view
            ? OrderCloudResponses.Json(200, OrderBody.From(view))
            : OrderCloudResponses.NotFound(ObjectTypes.Order, call.OrderId);
    }

    /// <summary>
    /// <c>PUT</c>: 201 if the order is new, 200 if it was registered before. For administrators only, because the total
    /// determines what has to be paid.
    /// </summary>
    public async Task<WireResponse> PutAsync(OrderCloudCall call, CancellationToken cancellationToken)
    {
        if (!OrderAccess.TryGrant(call, out var access, out var rejection)) return rejection;
        var fields = OrderCloudForm.Read(call);
        if (fields.Text("ID", OrderNumber.MaxLength) is { Length: > 0 } id && id != call.OrderId)
            fields.AddError("ID", "must be the one in the address");
        fields.ScreenText("orderID", call.OrderId);
        if (fields.Errors.Count > 0) return OrderCloudResponses.Errors(400, fields.Errors);
        var currency = await CurrencyAsync(fields, access, cancellationToken);
        var (total, shipping) = (Amount(fields, "Total", currency), Amount(fields, "ShippingCost", currency));
        if (total is null && fields.Errors.Count == 0) fields.AddError("Total", "is required");
        if (fields.Errors.Count > 0) return OrderCloudResponses.Errors(400, fields.Errors);

        var answer = await orders.RegisterAsync(
            access.Organization, access.Order, total!.Value, shipping ?? Money.Zero(currency!), cancellationToken);
        return answer switch
        {
            Answer<OrderView>.Accepted accepted => OrderCloudResponses.Json(
                accepted.Outcome == Outcome.Created ? 201 : 200, OrderBody.From(accepted.Result)),
            Answer<OrderView>.Rejected rejected => OrderCloudRejections.Respond(
                rejected.Rejection, new RequestSubject(call.OrderId, "")),
            _ => throw new InvalidOperationException($"No such answer: {answer}."),
        };
    }

    /// <summary>The currency in the body, or else the registered order's.</summary>
    private async Task<Currency?> CurrencyAsync(
        JsonForm fields, OrderAccess access, CancellationToken cancellationToken)
    {
        var sound = fields.Errors.Count;
        if (fields.Text("Currency", OrderCloudForm.MaxIdLength) is { Length: > 0 } code)
        {
            if (Currency.TryParse(code, out var currency)) return currency;
            fields.AddError("Currency", "must be the three letters of an ISO 4217 currency");
        }

        if (fields.Errors.Count > sound) return null;
        var known = await orders.FindAsync(access.Organization, access.Order, cancellationToken);
        if (known is null) fields.AddError("Currency", "is required for a new order");
        return known?.Head.Currency;
    }

    private static Money? Amount(JsonForm fields, string name, Currency? currency)
    {
        if (currency is null || fields.Money(name, currency) is not { } amount) return null;
        if (amount.MinorUnits >= 0) return amount;
        fields.AddError(name, "can't be less than zero");
        return null;
    }
}
