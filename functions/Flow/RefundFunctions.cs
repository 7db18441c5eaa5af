using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Functions.Http;

namespace Payments.Functions.Flow;

/// <summary>Refunds.</summary>
public sealed class RefundFunctions(HttpExchange exchange, FlowDialect dialect, FlowRefunds refunds)
{
    /// <summary>Asks for a refund.</summary>
    [Function("FlowPostRefund")]
    public Task<HttpResponseData> PostRefundAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "{organization}/refunds")]
        HttpRequestData request,
        string organization,
        CancellationToken cancellationToken) =>
        exchange.AnswerOnceAsync(
            request, dialect, wire => refunds.PostAsync(wire, organization, cancellationToken), cancellationToken);

    /// <summary>One refund.</summary>
    [Function("FlowGetRefund")]
    public Task<HttpResponseData> GetRefundAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/refunds/{key}")]
        HttpRequestData request,
        string organization,
        string key,
        CancellationToken cancellationToken) =>
        exchange.AnswerAsync(
            request,
            dialect,
            wire => refunds.GetAsync(wire, organization, RouteText.Of(key), cancellationToken),
            cancellationToken);

    /// <summary>Calls a refund off, before any of it is with the processor.</summary>
    [Function("FlowDeleteRefund")]
    public Task<HttpResponseData> DeleteRefundAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "{organization}/refunds/{key}")]
        HttpRequestData request,
        string organization,
        string key,
        CancellationToken cancellationToken) =>
        exchange.AnswerAsync(
            request,
            dialect,
            wire => refunds.DeleteAsync(wire, organization, RouteText.Of(key), cancellationToken),
            cancellationToken);

    /// <summary>How a refund was spread over captures, and why.</summary>
    [Function("FlowGetRefundAllocations")]
    public Task<HttpResponseData> GetRefundAllocationsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/refunds/{key}/allocations")]
        HttpRequestData request,
        string organization,
        string key,
        CancellationToken cancellationToken) =>
        exchange.AnswerAsync(
            request,
            dialect,
            wire => refunds.GetAllocationsAsync(wire, organization, RouteText.Of(key), cancellationToken),
            cancellationToken);

    /// <summary>What of an order was captured and refunded.</summary>
    [Function("FlowGetRefundSummary")]
    public Task<HttpResponseData> GetRefundSummaryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/refunds/summary/{orderNumber}")]
        HttpRequestData request,
        string organization,
        string orderNumber,
        CancellationToken cancellationToken) =>
        exchange.AnswerAsync(
            request,
            dialect,
            wire => refunds.GetSummaryAsync(wire, organization, RouteText.Of(orderNumber), cancellationToken),
            cancellationToken);
}
