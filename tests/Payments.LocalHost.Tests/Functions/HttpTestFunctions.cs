using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Payments.LocalHost.Tests.Functions;

public sealed class HttpTestFunctions(Recorder recorder)
{
    [Function("GetThing")]
    public async Task<HttpResponseData> GetThing(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{name}/{number:int}/{id}")]
        HttpRequestData request,
        string name,
        int number,
        Guid id,
        FunctionContext context)
    {
        recorder.Add(context.FunctionDefinition.Name);
        var response = request.CreateResponse(HttpStatusCode.OK);
        await response.WriteStringAsync($"{name} {number} {id} {request.Query["page"]}");
        return response;
    }

    [Function("optional")]
    public static async Task<HttpResponseData> Optional(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "optional/{name?}")] HttpRequestData request,
        string? name)
    {
        var response = request.CreateResponse(HttpStatusCode.OK);
        await response.WriteStringAsync(name ?? "none");
        return response;
    }

    [Function("Echo")]
    public static async Task<HttpResponseData> Echo(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "put")] HttpRequestData request,
        CancellationToken cancellationToken)
    {
        var response = request.CreateResponse(HttpStatusCode.Created);
        response.Headers.Add("X-Method", request.Method);
        response.Headers.Add("X-Several", ["one", "two"]);
        response.Headers.Add("Content-Type", "text/plain");
        response.Cookies.Append("seen", "yes");
        await request.Body.CopyToAsync(response.Body, cancellationToken);
        return response;
    }

    [Function("NoContent")]
    public static HttpResponseData NoContent(
        [HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequestData request) =>
        request.CreateResponse(HttpStatusCode.NoContent);

    [Function("Fail")]
    public static Task<HttpResponseData> Fail(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequestData request) =>
        throw new InvalidOperationException($"{request.Method} fails, and no caller may read why");

    [Function("Slow")]
    public async Task<HttpResponseData> Slow(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequestData request)
    {
        recorder.Add("slow");
        await recorder.Gate;
        return request.CreateResponse(HttpStatusCode.OK);
    }
}
