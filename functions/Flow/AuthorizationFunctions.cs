using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Functions.Http;

namespace Payments.Functions.Flow;

/// <summary>Card authorizations.</summary>
public sealed class AuthorizationFunctions(
    HttpExchange exchange, FlowDialect dialect, FlowAuthorizations authorizations)
{
    /// <summary>Sets funds aside.</summary>
    [Function("FlowPostAuthorization")]
    public Task<HttpResponseData> PostAuthorizationAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "{organization}/authorizations")]
        HttpRequestData request,
        string organization) =>
        exchange.AnswerOnceAsync(
            request, dialect, (wire, cancellation) => authorizations.PostAsync(wire, organization, cancellation));

    /// <summary>One authorization.</summary>
    [Function("FlowGetAuthorization")]
    public Task<HttpResponseData> GetAuthorizationAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "get", Route = "{organization}/authorizations/" + RouteKeys.NotVersions)]
        HttpRequestData request,
        string organization,
        string key) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => authorizations.GetAsync(wire, organization, wire.Sent(2, key), cancellation));

    /// <summary>Sets funds aside, once under one key.</summary>
    [Function("FlowPutAuthorization")]
    public Task<HttpResponseData> PutAuthorizationAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "{organization}/authorizations/{key}")]
        HttpRequestData request,
        string organization,
        string key) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => authorizations.PutAsync(wire, organization, wire.Sent(2, key), cancellation));

    /// <summary>Gives back what was never captured of one.</summary>
    [Function("FlowPostAuthorizationRelease")]
    public Task<HttpResponseData> PostAuthorizationReleaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "{organization}/authorizations/{key}/release")]
        HttpRequestData request,
        string organization,
        string key) =>
        exchange.AnswerOnceAsync(
            request,
            dialect,
            (wire, cancellation) => authorizations.PostReleaseAsync(
                wire, organization, wire.Sent(2, key), cancellation));

    /// <summary>Gives one back, before anything is captured of it.</summary>
    [Function("FlowDeleteAuthorization")]
    public Task<HttpResponseData> DeleteAuthorizationAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "{organization}/authorizations/{key}")]
        HttpRequestData request,
        string organization,
        string key) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => authorizations.DeleteAsync(wire, organization, wire.Sent(2, key), cancellation));
}
