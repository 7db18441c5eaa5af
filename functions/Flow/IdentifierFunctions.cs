using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Functions.Http;

namespace Payments.Functions.Flow;

/// <summary>The identifiers of refunds and captures.</summary>
public sealed class IdentifierFunctions(HttpExchange exchange, FlowDialect dialect, FlowIdentifiers identifiers)
{
    /// <summary>A refund's identifiers.</summary>
    [Function("FlowGetRefundIdentifiers")]
    public Task<HttpResponseData> GetRefundIdentifiersAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous,
            "get",
            Route = "{organization}/refunds/" + RouteKeys.NotSummary + "/identifiers")]
        HttpRequestData request,
        string organization,
        string key) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => identifiers.GetOfRefundAsync(wire, organization, wire.Sent(2, key), cancellation));

    /// <summary>Attaches one to a refund.</summary>
    [Function("FlowPutRefundIdentifier")]
    public Task<HttpResponseData> PutRefundIdentifierAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous,
            "put",
            Route = "{organization}/refunds/{key}/identifiers/{identifier}")]
        HttpRequestData request,
        string organization,
        string key,
        string identifier) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => identifiers.PutOfRefundAsync(
                wire, organization, wire.Sent(2, key), wire.Sent(4, identifier), cancellation));

    /// <summary>Takes one away from a refund.</summary>
    [Function("FlowDeleteRefundIdentifier")]
    public Task<HttpResponseData> DeleteRefundIdentifierAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous,
            "delete",
            Route = "{organization}/refunds/{key}/identifiers/{identifier}")]
        HttpRequestData request,
        string organization,
        string key,
        string identifier) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => identifiers.DeleteOfRefundAsync(
                wire, organization, wire.Sent(2, key), wire.Sent(4, identifier), cancellation));

    /// <summary>A capture's identifiers.</summary>
    [Function("FlowGetCaptureIdentifiers")]
    public Task<HttpResponseData> GetCaptureIdentifiersAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/captures/{key}/identifiers")]
        HttpRequestData request,
        string organization,
        string key) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => identifiers.GetOfCaptureAsync(wire, organization, wire.Sent(2, key), cancellation));

    /// <summary>Attaches one to a capture.</summary>
    [Function("FlowPutCaptureIdentifier")]
    public Task<HttpResponseData> PutCaptureIdentifierAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous,
            "put",
            Route = "{organization}/captures/{key}/identifiers/{identifier}")]
        HttpRequestData request,
        string organization,
        string key,
        string identifier) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => identifiers.PutOfCaptureAsync(
                wire, organization, wire.Sent(2, key), wire.Sent(4, identifier), cancellation));

    /// <summary>Takes one away from a capture.</summary>
    [Function("FlowDeleteCaptureIdentifier")]
    public Task<HttpResponseData> DeleteCaptureIdentifierAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous,
            "delete",
            Route = "{organization}/captures/{key}/identifiers/{identifier}")]
        HttpRequestData request,
        string organization,
        string key,
        string identifier) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => identifiers.DeleteOfCaptureAsync(
                wire, organization, wire.Sent(2, key), wire.Sent(4, identifier), cancellation));
}
