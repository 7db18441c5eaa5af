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
