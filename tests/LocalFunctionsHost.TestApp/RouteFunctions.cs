using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace LocalFunctionsHost.TestApp;

/// <summary>Functions with overlapping routes; each returns its own name.</summary>
public static class RouteFunctions
{
    private const string Get = "get";

    [Function("ItemA")]
    public static Task<HttpResponseData> ItemA(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "items/{key}")] HttpRequestData request) =>
        HttpFunctions.Named(request, "ItemA");

    [Function("itemBVersions")]
    public static Task<HttpResponseData> ItemVersions(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, "post", Route = "items/versions")] HttpRequestData request) =>
        HttpFunctions.Named(request, "itemBVersions");

    [Function("GuardedA")]
    public static Task<HttpResponseData> GuardedA(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "guarded/{key:regex(^(?!versions$))}")]
        HttpRequestData request) => HttpFunctions.Named(request, "GuardedA");

    [Function("GuardedB")]
    public static Task<HttpResponseData> GuardedB(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "guarded/versions")] HttpRequestData request) =>
        HttpFunctions.Named(request, "GuardedB");

    [Function("Maybe")]
    public static Task<HttpResponseData> Maybe(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "maybe/{part?}")] HttpRequestData request,
        string? part) => HttpFunctions.Named(request, part ?? "(null)");

    [Function("Segment")]
    public static Task<HttpResponseData> Segment(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "segment/{part}")] HttpRequestData request,
        string part) => HttpFunctions.Named(request, part);

    [Function("Identifier")]
    public static Task<HttpResponseData> Identifier(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "ids/{id:guid}")] HttpRequestData request, Guid id) =>
        HttpFunctions.Named(request, id.ToString());

    [Function("Unconstrained")]
    public static Task<HttpResponseData> Unconstrained(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "any-id/{id}")] HttpRequestData request, Guid id) =>
        HttpFunctions.Named(request, id.ToString());

    [Function("WithoutRoute")]
    public static Task<HttpResponseData> WithoutRoute(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get)] HttpRequestData request) =>
        HttpFunctions.Named(request, "WithoutRoute");

    [Function("BelowAdmin")]
    public static Task<HttpResponseData> BelowAdmin(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "{first}/below/{second}")] HttpRequestData request) =>
        HttpFunctions.Named(request, "BelowAdmin");

    /// <summary>The host rejects this function: its route begins with a reserved word.</summary>
    [Function("AdminRoute")]
    public static Task<HttpResponseData> AdminRoute(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "admin/mine")] HttpRequestData request) =>
        HttpFunctions.Named(request, "AdminRoute");

    [Function("AConflict")]
    public static Task<HttpResponseData> FirstOfTwo(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "shared/route")] HttpRequestData request) =>
        HttpFunctions.Named(request, "AConflict");

    /// <summary>The host rejects this function: another one has the same route and method.</summary>
    [Function("ZConflict")]
    public static Task<HttpResponseData> Conflict(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "Shared/Route/")] HttpRequestData request) =>
        HttpFunctions.Named(request, "ZConflict");
}
