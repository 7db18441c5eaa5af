using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Lists;
using Payments.Functions.Http;

namespace Payments.Functions.Flow;

/// <summary>Lists of captures.</summary>
public sealed class CaptureListFunctions(HttpExchange exchange, FlowDialect dialect, FlowCaptureLists lists)
{
    /// <summary>Some of the captures.</summary>
    [Function("FlowGetCaptures")]
    public Task<HttpResponseData> GetCapturesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/captures")]
        HttpRequestData request,
        string organization) =>
        exchange.AnswerAsync(
            request, dialect, (wire, cancellation) => lists.GetAsync(wire, organization, cancellation));

    /// <summary>Some of the states that they were in.</summary>
    [Function("FlowGetCaptureVersions")]
    public Task<HttpResponseData> GetCaptureVersionsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/captures/versions")]
        HttpRequestData request,
        string organization) =>
        exchange.AnswerAsync(
            request, dialect, (wire, cancellation) => lists.GetVersionsAsync(wire, organization, cancellation));
}
