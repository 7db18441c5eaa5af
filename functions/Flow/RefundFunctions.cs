using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Identifiers;
using Payments.Dialects.Flow.Refunds;
using Payments.Functions.Http;
using Payments.Ledger.Records;

namespace Payments.Functions.Flow;

/// <summary>Refunds and their identifiers.</summary>
public sealed class RefundFunctions(
    HttpExchange exchange, FlowDialect flow, FlowRefunds refunds, FlowIdentifiers identifiers)
{
    private const string All = "{organization}/refunds";
    private const string One = All + "/{key}";
    private const string OneToRead = All + "/" + RouteKeys.NotVersions;
    private const string Versions = All + "/versions";
    private const string Preview = All + "/preview";
    private const string Summary = All + "/summary/{orderNumber}";
    private const string Allocations = All + "/" + RouteKeys.NotSummary + "/allocations";
    private const string Identifiers = All + "/" + RouteKeys.NotSummary + "/identifiers";
    private const string OneIdentifier = One + "/identifiers/{identifier}";

    /// <summary>Requests a refund.</summary>
    [Function("FlowPostRefund")]
    public Task<HttpResponseData> PostRefundAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = All)] HttpRequestData request,
        string organization) =>
        exchange.HandleIdempotentAsync(request, At(organization), refunds.PostAsync);

    /// <summary>Shows how a refund would be allocated, and stores nothing.</summary>
    [Function("FlowPostRefundPreview")]
    public Task<HttpResponseData> PostRefundPreviewAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Preview)] HttpRequestData request,
        string organization) =>
        exchange.HandleAsync(request, At(organization), refunds.PreviewAsync);

    /// <summary>Lists refunds.</summary>
    [Function("FlowGetRefunds")]
    public Task<HttpResponseData> GetRefundsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = All)] HttpRequestData request,
        string organization) =>
        exchange.HandleAsync(request, At(organization), refunds.ListAsync);

    /// <summary>Lists versions of refunds.</summary>
    [Function("FlowGetRefundVersions")]
    public Task<HttpResponseData> GetRefundVersionsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Versions)] HttpRequestData request,
        string organization) =>
        exchange.HandleAsync(request, At(organization), refunds.ListVersionsAsync);

    /// <summary>Reads one refund.</summary>
    [Function("FlowGetRefund")]
    public Task<HttpResponseData> GetRefundAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = OneToRead)] HttpRequestData request,
        string organization,
        string key) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => refunds.GetAsync(call, request.Sent(2, key), cancellation));

    /// <summary>Cancels a refund before any of it was sent to the processor.</summary>
    [Function("FlowDeleteRefund")]
    public Task<HttpResponseData> DeleteRefundAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequestData request,
        string organization,
        string key) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => refunds.DeleteAsync(call, request.Sent(2, key), cancellation));

    /// <summary>How a refund was allocated to captures, and why.</summary>
    [Function("FlowGetRefundAllocations")]
    public Task<HttpResponseData> GetRefundAllocationsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Allocations)] HttpRequestData request,
        string organization,
        string key) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => refunds.GetAllocationsAsync(call, request.Sent(2, key), cancellation));

    /// <summary>What was captured and refunded of an order.</summary>
    [Function("FlowGetRefundSummary")]
    public Task<HttpResponseData> GetRefundSummaryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Summary)] HttpRequestData request,
        string organization,
        string orderNumber) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => refunds.GetSummaryAsync(call, request.Sent(3, orderNumber), cancellation));

    /// <summary>Lists a refund's identifiers.</summary>
    [Function("FlowGetRefundIdentifiers")]
    public Task<HttpResponseData> GetRefundIdentifiersAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Identifiers)] HttpRequestData request,
        string organization,
        string key) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => identifiers.ListAsync<Refund>(call, request.Sent(2, key), cancellation));

    /// <summary>Attaches an identifier to a refund.</summary>
    [Function("FlowPutRefundIdentifier")]
    public Task<HttpResponseData> PutRefundIdentifierAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = OneIdentifier)] HttpRequestData request,
        string organization,
        string key,
        string identifier) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => identifiers.PutAsync<Refund>(
                call, request.Sent(2, key), request.Sent(4, identifier), cancellation));

    /// <summary>Removes an identifier from a refund.</summary>
    [Function("FlowDeleteRefundIdentifier")]
    public Task<HttpResponseData> DeleteRefundIdentifierAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = OneIdentifier)] HttpRequestData request,
        string organization,
        string key,
        string identifier) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => identifiers.DeleteAsync<Refund>(
                call, request.Sent(2, key), request.Sent(4, identifier), cancellation));

    private FlowEndpoint At(string organization) => flow.At(organization, RefundErrors.Model);
}
