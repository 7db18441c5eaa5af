using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Orders;
using Payments.Functions.Http;

namespace Payments.Functions.Flow;

/// <summary>Orders, as far as payments need them.</summary>
public sealed class OrderFunctions(HttpExchange exchange, FlowDialect flow, FlowOrders orders)
{
    private const string All = "{organization}/orders";
    private const string One = All + "/{number}";

    /// <summary>Registers an order, or changes its total.</summary>
    [Function("FlowPutOrder")]
    public Task<HttpResponseData> PutOrderAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = One)] HttpRequestData request,
        string organization,
        string number) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => orders.PutAsync(call, request.Sent(2, number), cancellation));

    /// <summary>Registers an order, or changes its total; the order number is in the body.</summary>
    [Function("FlowPostOrder")]
    public Task<HttpResponseData> PostOrderAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = All)] HttpRequestData request,
        string organization) =>
        exchange.HandleIdempotentAsync(request, At(organization), orders.PostAsync);

    /// <summary>Looks up orders by number, with their balances.</summary>
    [Function("FlowGetOrders")]
    public Task<HttpResponseData> GetOrdersAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = All)] HttpRequestData request,
        string organization) =>
        exchange.HandleAsync(request, At(organization), orders.GetSomeAsync);

    /// <summary>Reads an order with its balances.</summary>
    [Function("FlowGetOrder")]
    public Task<HttpResponseData> GetOrderAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = One)] HttpRequestData request,
        string organization,
        string number) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => orders.GetAsync(call, request.Sent(2, number), cancellation));

    private FlowEndpoint At(string organization) => flow.At(organization, FlowErrorModel.Generic);
}
