using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Payments.Functions.Http;

/// <summary>
/// Preflights: a browser asks whether a page may send a request, before it does. The host has no answer to a method
/// that no function takes but 404. No other function takes OPTIONS, so that this one is no route's rival.
/// </summary>
public sealed class PreflightFunctions(CrossOrigin crossOrigin)
{
    /// <summary>204 where the request may be sent; 404 to anything else.</summary>
    [Function("Preflight")]
    public HttpResponseData Preflight(
        [HttpTrigger(AuthorizationLevel.Anonymous, "options", Route = "{*path}")] HttpRequestData request,
        string? path)
    {
        _ = path;
        if (crossOrigin.PreflightHeadersFor(request) is not { } headers)
            return request.CreateResponse(HttpStatusCode.NotFound);
        var response = request.CreateResponse(HttpStatusCode.NoContent);
        foreach (var (name, value) in headers) response.Headers.Add(name, value);
        return response;
    }
}
