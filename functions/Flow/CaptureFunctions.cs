using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Captures;
using Payments.Dialects.Flow.Identifiers;
using Payments.Functions.Http;
using Payments.Ledger.Records;

namespace Payments.Functions.Flow;

/// <summary>Captures and their identifiers.</summary>
public sealed class CaptureFunctions(
    HttpExchange exchange, FlowDialect flow, FlowCaptures captures, FlowIdentifiers identifiers)
{
    private const string All = "{organization}/captures";
    private const string OneToRead = All + "/" + RouteKeys.NotVersions;
    private const string Versions = All + "/versions";
    private const string Identifiers = All + "/{key}/identifiers";
    private const string OneIdentifier = Identifiers + "/{identifier}";

    /// <summary>Captures from an authorization.</summary>
    [Function("FlowPostCapture")]
    public Task<HttpResponseData> PostCaptureAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = All)] HttpRequestData request,
        string organization) =>
        exchange.HandleIdempotentAsync(request, At(organization), captures.PostAsync);

    /// <summary>Lists captures.</summary>
    [Function("FlowGetCaptures")]
    public Task<HttpResponseData> GetCapturesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = All)] HttpRequestData request,
        string organization) =>
        exchange.HandleAsync(request, At(organization), captures.ListAsync);

    /// <summary>Lists versions of captures.</summary>
    [Function("FlowGetCaptureVersions")]
    public Task<HttpResponseData> GetCaptureVersionsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Versions)] HttpRequestData request,
        string organization) =>
        exchange.HandleAsync(request, At(organization), captures.ListVersionsAsync);

    /// <summary>Reads one capture.</summary>
    [Function("FlowGetCapture")]
    public Task<HttpResponseData> GetCaptureAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = OneToRead)] HttpRequestData request,
        string organization,
        string key) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => captures.GetAsync(call, request.Sent(2, key), cancellation));

    /// <summary>Lists a capture's identifiers.</summary>
    [Function("FlowGetCaptureIdentifiers")]
    public Task<HttpResponseData> GetCaptureIdentifiersAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Identifiers)] HttpRequestData request,
        string organization,
        string key) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => identifiers.ListAsync<Capture>(call, request.Sent(2, key), cancellation));

    /// <summary>Attaches an identifier to a capture.</summary>
    [Function("FlowPutCaptureIdentifier")]
    public Task<HttpResponseData> PutCaptureIdentifierAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = OneIdentifier)] HttpRequestData request,
        string organization,
        string key,
        string identifier) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => identifiers.PutAsync<Capture>(
                call, request.Sent(2, key), request.Sent(4, identifier), cancellation));

    /// <summary>Removes an identifier from a capture.</summary>
    [Function("FlowDeleteCaptureIdentifier")]
    public Task<HttpResponseData> DeleteCaptureIdentifierAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = OneIdentifier)] HttpRequestData request,
        string organization,
        string key,
        string identifier) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => identifiers.DeleteAsync<Capture>(
                call, request.Sent(2, key), request.Sent(4, identifier), cancellation));

    private FlowEndpoint At(string organization) => flow.At(organization, CaptureErrors.Model);
}
