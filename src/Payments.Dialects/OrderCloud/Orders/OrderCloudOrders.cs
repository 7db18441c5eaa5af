using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.OrderCloud;

/// <summary>
/// <c>/v1/orders/{direction}/{orderID}</c>: the order that payments are for, so that an OrderCloud client needs no
/// other API to say what is to be paid. In OrderCloud itself <c>Total</c> is a sum of lines, and <c>Currency</c> comes
/// from a locale; there are neither here, so that both are said. Fields that the ledger does not have are passed over.
/// </summary>
public sealed class OrderCloudOrders
{
    private readonly Orders _orders;
    private readonly AccessTokens _tokens;

    /// <summary>The orders of these clients.</summary>
    public OrderCloudOrders(Orders orders, OrderCloudCredentials credentials, TimeProvider time)
    {
        _orders = orders;
        _tokens = new AccessTokens(credentials, time);
    }

    /// <summary><c>GET</c>: the order, whichever API it was registered by.</summary>
    public async Task<WireResponse> GetAsync(
        WireRequest request, string direction, string orderId, CancellationToken cancellationToken)
    {
        var (access, refusal) = OrderAccess.Of(_tokens, request, direction, orderId, Roles.Readers);
        if (access is null) return refusal!;
        return await _orders.FindAsync(access.Organization, access.Order, cancellationToken) is { } view
            ? OrderCloudAnswers.Json(200, OrderBody.Of(view))
            : OrderCloudAnswers.NotFound(ObjectTypes.Order, orderId);
    }

    /// <summary>
    /// <c>PUT</c>: 201 with the order where it is new, 200 where it was there. By an administrator alone: whoever says
    /// what an order comes to says what has to be paid.
    /// </summary>
    public async Task<WireResponse> PutAsync(
        WireRequest request, string direction, string orderId, CancellationToken cancellationToken)
    {
        var (access, refusal) = OrderAccess.Of(_tokens, request, direction, orderId, Roles.Administrators);
        if (access is null) return refusal!;
        var fields = new JsonFields(request.Body);
        if (fields.Text("ID", OrderNumber.MaximumLength) is { Length: > 0 } id && id != orderId)
            fields.Wrong("ID", "must be the one in the address.");
        if (!fields.Errors.IsEmpty) return OrderCloudAnswers.Errors(400, fields.Errors);
        var currency = await CurrencyAsync(fields, access, cancellationToken);
        var (total, shipping) = (Amount(fields, "Total", currency), Amount(fields, "ShippingCost", currency));
        if (total is null && fields.Errors.IsEmpty) fields.Wrong("Total", "is required.");
        if (!fields.Errors.IsEmpty) return OrderCloudAnswers.Errors(400, fields.Errors);

        var answer = await _orders.RegisterAsync(
            access.Organization, access.Order, total!.Value, shipping ?? Money.Zero(currency!), cancellationToken);
        return answer switch
        {
            Answer<OrderView>.Accepted accepted => OrderCloudAnswers.Json(
                accepted.Outcome == Outcome.Created ? 201 : 200, OrderBody.Of(accepted.Result)),
            Answer<OrderView>.Refused refused => OrderCloudRefusals.Answer(
                refused.Refusal, new RequestSubject(orderId, "")),
            _ => throw new InvalidOperationException($"No such answer: {answer}."),
        };
    }

    /// <summary>The one that is sent, or else the order's own.</summary>
    private async Task<Currency?> CurrencyAsync(
        JsonFields fields, OrderAccess access, CancellationToken cancellationToken)
    {
        var sound = fields.Errors.Length;
        if (fields.Text("Currency", JsonFields.MaximumId) is { Length: > 0 } code)
        {
            if (Currency.TryParse(code, out var currency)) return currency;
            fields.Wrong("Currency", "must be the three letters of an ISO 4217 currency.");
        }

        if (fields.Errors.Length > sound) return null;
        var known = await _orders.FindAsync(access.Organization, access.Order, cancellationToken);
        if (known is null) fields.Wrong("Currency", "is required for a new order.");
        return known?.Head.Currency;
    }

    private static Money? Amount(JsonFields fields, string name, Currency? currency)
    {
        if (currency is null || fields.Money(name, currency) is not { } amount) return null;
        if (amount.MinorUnits >= 0) return amount;
        fields.Wrong(name, "can't be less than zero.");
        return null;
    }
}
