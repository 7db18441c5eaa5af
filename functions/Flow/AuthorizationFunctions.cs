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
        string organization,
        CancellationToken cancellationToken) =>
        exchange.AnswerOnceAsync(
            request,
            dialect,
            wire => authorizations.PostAsync(wire, organization, cancellationToken),
            cancellationToken);

    /// <summary>One authorization.</summary>
    [Function("FlowGetAuthorization")]
    public Task<HttpResponseData> GetAuthorizationAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/authorizations/{key}")]
        HttpRequestData request,
        string organization,
        string key,
        CancellationToken cancellationToken) =>
        exchange.AnswerAsync(
            request,
            dialect,
            wire => authorizations.GetAsync(wire, organization, RouteText.Of(key), cancellationToken),
            cancellationToken);

    /// <summary>Sets funds aside, once under one key.</summary>
    [Function("FlowPutAuthorization")]
    public Task<HttpResponseData> PutAuthorizationAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "{organization}/authorizations/{key}")]
        HttpRequestData request,
        string organization,
        string key,
        CancellationToken cancellationToken) =>
        exchange.AnswerAsync(
            request,
            dialect,
            wire => authorizations.PutAsync(wire, organization, RouteText.Of(key), cancellationToken),
            cancellationToken);

    /// <summary>Gives one back, before anything is captured of it.</summary>
    [Function("FlowDeleteAuthorization")]
    public Task<HttpResponseData> DeleteAuthorizationAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "{organization}/authorizations/{key}")]
        HttpRequestData request,
        string organization,
        string key,
        CancellationToken cancellationToken) =>
        exchange.AnswerAsync(
            request,
            dialect,
            wire => authorizations.DeleteAsync(wire, organization, RouteText.Of(key), cancellationToken),
            cancellationToken);
}
