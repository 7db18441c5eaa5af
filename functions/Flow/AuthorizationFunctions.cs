using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Authorizations;
using Payments.Functions.Http;

namespace Payments.Functions.Flow;

/// <summary>Card authorizations.</summary>
public sealed class AuthorizationFunctions(HttpExchange exchange, FlowDialect flow, FlowAuthorizations authorizations)
{
    private const string All = "{organization}/authorizations";
    private const string One = All + "/{key}";
    private const string OneToRead = All + "/" + RouteKeys.NotVersions;
    private const string Versions = All + "/versions";
    private const string Release = One + "/release";

    /// <summary>Authorizes a card payment.</summary>
    [Function("FlowPostAuthorization")]
    public Task<HttpResponseData> PostAuthorizationAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = All)] HttpRequestData request,
        string organization) =>
        exchange.HandleIdempotentAsync(request, At(organization), authorizations.PostAsync);

    /// <summary>Lists authorizations.</summary>
    [Function("FlowGetAuthorizations")]
    public Task<HttpResponseData> GetAuthorizationsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = All)] HttpRequestData request,
        string organization) =>
        exchange.HandleAsync(request, At(organization), authorizations.ListAsync);

    /// <summary>Lists versions of authorizations.</summary>
    [Function("FlowGetAuthorizationVersions")]
    public Task<HttpResponseData> GetAuthorizationVersionsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Versions)] HttpRequestData request,
        string organization) =>
        exchange.HandleAsync(request, At(organization), authorizations.ListVersionsAsync);

    /// <summary>Reads one authorization.</summary>
    [Function("FlowGetAuthorization")]
    public Task<HttpResponseData> GetAuthorizationAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = OneToRead)] HttpRequestData request,
        string organization,
        string key) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => authorizations.GetAsync(call, request.Sent(2, key), cancellation));

    /// <summary>Creates the authorization with this key; a repetition returns the existing one.</summary>
    [Function("FlowPutAuthorization")]
    public Task<HttpResponseData> PutAuthorizationAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = One)] HttpRequestData request,
        string organization,
        string key) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => authorizations.PutAsync(call, request.Sent(2, key), cancellation));

    /// <summary>Releases what was not captured of an authorization.</summary>
    [Function("FlowPostAuthorizationRelease")]
    public Task<HttpResponseData> PostAuthorizationReleaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Release)] HttpRequestData request,
        string organization,
        string key) =>
        exchange.HandleIdempotentAsync(
            request,
            flow.At(organization, FlowErrorModel.Generic),
            (call, cancellation) => authorizations.PostReleaseAsync(call, request.Sent(2, key), cancellation));

    /// <summary>Reverses an authorization of which nothing was captured.</summary>
    [Function("FlowDeleteAuthorization")]
    public Task<HttpResponseData> DeleteAuthorizationAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequestData request,
        string organization,
        string key) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => authorizations.DeleteAsync(call, request.Sent(2, key), cancellation));

    private FlowEndpoint At(string organization) => flow.At(organization, AuthorizationErrors.Model);
}
