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
        string organization) =>
        exchange.AnswerOnceAsync(
            request, dialect, (wire, cancellation) => refunds.PostAsync(wire, organization, cancellation));

    /// <summary>One refund.</summary>
    [Function("FlowGetRefund")]
    public Task<HttpResponseData> GetRefundAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/refunds/" + RouteKeys.NotVersions)]
        HttpRequestData request,
        string organization,
        string key) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => refunds.GetAsync(wire, organization, wire.Sent(2, key), cancellation));

    /// <summary>Calls a refund off, before any of it is with the processor.</summary>
    [Function("FlowDeleteRefund")]
    public Task<HttpResponseData> DeleteRefundAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "{organization}/refunds/{key}")]
        HttpRequestData request,
        string organization,
        string key) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => refunds.DeleteAsync(wire, organization, wire.Sent(2, key), cancellation));

    /// <summary>How a refund was spread over captures, and why.</summary>
    [Function("FlowGetRefundAllocations")]
    public Task<HttpResponseData> GetRefundAllocationsAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous,
            "get",
            Route = "{organization}/refunds/" + RouteKeys.NotSummary + "/allocations")]
        HttpRequestData request,
        string organization,
        string key) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => refunds.GetAllocationsAsync(wire, organization, wire.Sent(2, key), cancellation));

    /// <summary>What of an order was captured and refunded.</summary>
    [Function("FlowGetRefundSummary")]
    public Task<HttpResponseData> GetRefundSummaryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/refunds/summary/{orderNumber}")]
        HttpRequestData request,
        string organization,
        string orderNumber) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => refunds.GetSummaryAsync(
                wire, organization, wire.Sent(3, orderNumber), cancellation));
}
