using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Payments.Functions.Http;

/// <summary>
/// Preflights: a browser asks whether a page may send a request before it sends it. The host responds 404 to a method
/// that no function accepts. No other function accepts OPTIONS, so this route conflicts with none.
/// </summary>
public sealed class PreflightFunctions(CrossOrigin crossOrigin)
{
    /// <summary>204 if the request may be sent; 404 for anything else.</summary>
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
