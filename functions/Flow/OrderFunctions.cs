using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Functions.Http;

namespace Payments.Functions.Flow;

/// <summary>Orders, as far as payments need them.</summary>
public sealed class OrderFunctions(HttpExchange exchange, FlowDialect dialect, FlowOrders orders)
{
    /// <summary>Registers an order, or changes its total.</summary>
    [Function("FlowPutOrder")]
    public Task<HttpResponseData> PutOrderAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "{organization}/orders/{number}")]
        HttpRequestData request,
        string organization,
        string number) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => orders.PutAsync(wire, organization, wire.Sent(2, number), cancellation));

    /// <summary>Registers an order, or changes its total, by the number in its body.</summary>
    [Function("FlowPostOrder")]
    public Task<HttpResponseData> PostOrderAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "{organization}/orders")]
        HttpRequestData request,
        string organization) =>
        exchange.AnswerOnceAsync(
            request, dialect, (wire, cancellation) => orders.PostAsync(wire, organization, cancellation));

    /// <summary>The orders of some numbers, with their balances.</summary>
    [Function("FlowGetOrders")]
    public Task<HttpResponseData> GetOrdersAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/orders")]
        HttpRequestData request,
        string organization) =>
        exchange.AnswerAsync(
            request, dialect, (wire, cancellation) => orders.GetSomeAsync(wire, organization, cancellation));

    /// <summary>An order with its balances.</summary>
    [Function("FlowGetOrder")]
    public Task<HttpResponseData> GetOrderAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/orders/{number}")]
        HttpRequestData request,
        string organization,
        string number) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => orders.GetAsync(wire, organization, wire.Sent(2, number), cancellation));
}
