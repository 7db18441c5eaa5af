using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Lists;
using Payments.Functions.Http;

namespace Payments.Functions.Flow;

/// <summary>Lists of refunds.</summary>
public sealed class RefundListFunctions(HttpExchange exchange, FlowDialect dialect, FlowRefundLists lists)
{
    /// <summary>Some of the refunds.</summary>
    [Function("FlowGetRefunds")]
    public Task<HttpResponseData> GetRefundsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/refunds")]
        HttpRequestData request,
        string organization) =>
        exchange.AnswerAsync(
            request, dialect, (wire, cancellation) => lists.GetAsync(wire, organization, cancellation));

    /// <summary>Some of the states that they were in.</summary>
    [Function("FlowGetRefundVersions")]
    public Task<HttpResponseData> GetRefundVersionsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/refunds/versions")]
        HttpRequestData request,
        string organization) =>
        exchange.AnswerAsync(
            request, dialect, (wire, cancellation) => lists.GetVersionsAsync(wire, organization, cancellation));
}
