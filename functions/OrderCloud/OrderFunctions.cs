using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.OrderCloud;
using Payments.Dialects.OrderCloud.Orders;
using Payments.Functions.Http;

namespace Payments.Functions.OrderCloud;

/// <summary>OrderCloud orders, as far as payments need them.</summary>
public sealed class OrderFunctions(HttpExchange exchange, OrderCloudDialect orderCloud, OrderCloudOrders orders)
{
    private const string One = "v1/orders/{direction}/{orderID}";

    /// <summary>Reads an order.</summary>
    [Function("OrderCloudGetOrder")]
    public Task<HttpResponseData> GetOrderAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = One)] HttpRequestData request,
        string direction,
        string orderID) =>
        exchange.HandleAsync(
            request,
            orderCloud.At(direction, request.Sent(3, orderID), Roles.Readers),
            orders.GetAsync);

    /// <summary>Registers an order, or changes its total.</summary>
    [Function("OrderCloudPutOrder")]
    public Task<HttpResponseData> PutOrderAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = One)] HttpRequestData request,
        string direction,
        string orderID) =>
        exchange.HandleAsync(
            request,
            orderCloud.At(direction, request.Sent(3, orderID), Roles.Administrators),
            orders.PutAsync);
}
