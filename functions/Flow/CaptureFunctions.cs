using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Functions.Http;

namespace Payments.Functions.Flow;

/// <summary>Captures.</summary>
public sealed class CaptureFunctions(HttpExchange exchange, FlowDialect dialect, FlowCaptures captures)
{
    /// <summary>Takes money from an authorization.</summary>
    [Function("FlowPostCapture")]
    public Task<HttpResponseData> PostCaptureAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "{organization}/captures")]
        HttpRequestData request,
        string organization,
        CancellationToken cancellationToken) =>
        exchange.AnswerOnceAsync(
            request, dialect, wire => captures.PostAsync(wire, organization, cancellationToken), cancellationToken);

    /// <summary>One capture.</summary>
    [Function("FlowGetCapture")]
    public Task<HttpResponseData> GetCaptureAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/captures/{key}")]
        HttpRequestData request,
        string organization,
        string key,
        CancellationToken cancellationToken) =>
        exchange.AnswerAsync(
            request,
            dialect,
            wire => captures.GetAsync(wire, organization, RouteText.Of(key), cancellationToken),
            cancellationToken);
}
