using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.OrderCloud;
using Payments.Functions.Http;

namespace Payments.Functions.OrderCloud;

/// <summary>OrderCloud orders, as far as payments need them.</summary>
public sealed class OrderFunctions(HttpExchange exchange, OrderCloudDialect dialect, OrderCloudOrders orders)
{
    /// <summary>An order.</summary>
    [Function("OrderCloudGetOrder")]
    public Task<HttpResponseData> GetOrderAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/orders/{direction}/{orderID}")]
        HttpRequestData request,
        string direction,
        string orderID) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => orders.GetAsync(wire, direction, wire.Sent(3, orderID), cancellation));

    /// <summary>Registers an order, or changes what it comes to.</summary>
    [Function("OrderCloudPutOrder")]
    public Task<HttpResponseData> PutOrderAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/orders/{direction}/{orderID}")]
        HttpRequestData request,
        string direction,
        string orderID) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => orders.PutAsync(wire, direction, wire.Sent(3, orderID), cancellation));
}
