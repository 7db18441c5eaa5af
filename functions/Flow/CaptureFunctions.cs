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
        string organization) =>
        exchange.AnswerOnceAsync(
            request, dialect, (wire, cancellation) => captures.PostAsync(wire, organization, cancellation));

    /// <summary>One capture.</summary>
    [Function("FlowGetCapture")]
    public Task<HttpResponseData> GetCaptureAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/captures/" + RouteKeys.NotVersions)]
        HttpRequestData request,
        string organization,
        string key) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => captures.GetAsync(wire, organization, wire.Sent(2, key), cancellation));
}
