using System.Net;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace LocalFunctionsHost.TestApp;

/// <summary>A request as it reached the function.</summary>
public sealed class HttpFunctions(Recorder recorder)
{
    private const string Get = "get";
    private const string Post = "post";

    [Function("Echo")]
    public static async Task<HttpResponseData> EchoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "echo/{*rest}")] HttpRequestData request)
    {
        using var body = new StreamReader(request.Body);
        var seen = new Dictionary<string, object?>
        {
            ["method"] = request.Method,
            ["url"] = request.Url.AbsoluteUri,
            ["body"] = await body.ReadToEndAsync(),
            ["headers"] = request.Headers.ToDictionary(header => header.Key, header => string.Join('|', header.Value)),
            ["data"] = request.FunctionContext.BindingContext.BindingData,
        };
        var response = request.CreateResponse(HttpStatusCode.OK);
        response.Headers.Add("Content-Type", "application/json");
        await response.WriteStringAsync(JsonSerializer.Serialize(seen));
        return response;
    }

    [Function("Size")]
    public static async Task<HttpResponseData> SizeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Post, Route = "size")] HttpRequestData request)
    {
        var size = 0;
        var buffer = new byte[100_000];
        while (await request.Body.ReadAsync(buffer) is > 0 and var count) size += count;
        return await Named(request, $"{size}");
    }

    [Function("Status")]
    public static HttpResponseData Status(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "status/{code:int}")] HttpRequestData request, int code)
    {
        var response = request.CreateResponse((HttpStatusCode)code);
        response.Headers.Add("X-Answer", "one");
        return response;
    }

    [Function("Token")]
    public static Task<HttpResponseData> TokenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Post, Route = "token")] HttpRequestData request,
        CancellationToken cancellationToken) => Named(request, cancellationToken.CanBeCanceled ? "token" : "none");

    [Function("Throws")]
    public static HttpResponseData Throws(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "throws")] HttpRequestData request) =>
        throw new InvalidOperationException($"No {request.Method}.");

    [Function("NoAnswer")]
    public static Task NoAnswerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "no-answer")] HttpRequestData request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.CompletedTask;
    }

    [Function("KeyWanted")]
    public static Task<HttpResponseData> KeyWantedAsync(
        [HttpTrigger(AuthorizationLevel.Function, Get, Route = "key-wanted")] HttpRequestData request) =>
        Named(request, "key-wanted");

    [Function("Disabled")]
    public static Task<HttpResponseData> DisabledAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "disabled")] HttpRequestData request) =>
        Named(request, "disabled");

    [Function("Quiet")]
    public static Task<HttpResponseData> QuietAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "quiet")] HttpRequestData request) =>
        Named(request, "quiet");

    [Function("Slow")]
    public async Task<HttpResponseData> SlowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "slow/{milliseconds:int}")] HttpRequestData request,
        int milliseconds,
        CancellationToken cancellationToken)
    {
        recorder.Add("slow began");
        try
        {
            await Task.Delay(milliseconds, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            recorder.Add("slow cancelled");
            throw;
        }
        return await Named(request, "slow");
    }

    [Function("Deaf")]
    public async Task<HttpResponseData> DeafAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "deaf/{milliseconds:int}")] HttpRequestData request,
        int milliseconds)
    {
        recorder.Add("deaf began");
        await Task.Delay(milliseconds, CancellationToken.None);
        return await Named(request, "deaf");
    }

    internal static async Task<HttpResponseData> Named(HttpRequestData request, string name)
    {
        var response = request.CreateResponse(HttpStatusCode.OK);
        await response.WriteStringAsync(name);
        return response;
    }
}
