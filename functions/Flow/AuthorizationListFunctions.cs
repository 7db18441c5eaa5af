using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Lists;
using Payments.Functions.Http;

namespace Payments.Functions.Flow;

/// <summary>Lists of authorizations.</summary>
public sealed class AuthorizationListFunctions(HttpExchange exchange, FlowDialect dialect, FlowAuthorizationLists lists)
{
    /// <summary>Some of the authorizations.</summary>
    [Function("FlowGetAuthorizations")]
    public Task<HttpResponseData> GetAuthorizationsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/authorizations")]
        HttpRequestData request,
        string organization) =>
        exchange.AnswerAsync(
            request, dialect, (wire, cancellation) => lists.GetAsync(wire, organization, cancellation));

    /// <summary>Some of the states that they were in.</summary>
    [Function("FlowGetAuthorizationVersions")]
    public Task<HttpResponseData> GetAuthorizationVersionsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/authorizations/versions")]
        HttpRequestData request,
        string organization) =>
        exchange.AnswerAsync(
            request, dialect, (wire, cancellation) => lists.GetVersionsAsync(wire, organization, cancellation));
}
