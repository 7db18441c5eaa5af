using LocalFunctionsHost.Calls;
using LocalFunctionsHost.Functions;
using LocalFunctionsHost.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalFunctionsHost.Http;

/// <summary>
/// Answers a request by calling a function (FunctionInvocationMiddleware). The response is 401 if the function requires
/// a key, because this host has none, 404 if it is disabled, and 500 without a body if the call fails.
/// </summary>
internal sealed class HttpFunctions(FunctionRunner runner, RequestForwarding forwarding)
{
    private const string Reason = "This function was programmatically called via the host APIs.";
    private const string Anonymous = "anonymous";

    /// <summary>Initial buffer size in bytes; the buffer grows for a longer body.</summary>
    private const int FirstBuffer = 64 * 1024;

    public async Task AnswerAsync(HttpContext context, Function function, RouteValueDictionary routeValues)
    {
        if (!Anonymous.Equals(function.Trigger.Text("authLevel"), StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        if (function.IsDisabled)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        try
        {
            await CallAsync(context, function, routeValues);
        }
        catch (BadHttpRequestException rejected) when (!context.Response.HasStarted)
        {
            // The body is too long, incomplete, or too slow: the caller's problem.
            context.Response.StatusCode = rejected.StatusCode;
        }
        catch (Exception fault) when (fault is FunctionFailedException or IOException)
        {
            FailWith500(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up while sending.
        }
    }

    private async Task CallAsync(HttpContext context, Function function, RouteValueDictionary routeValues)
    {
        var body = await ReadBodyAsync(context);
        var forwarded = false;
        var answer = await runner.RunAsync(
            function,
            Reason,
            (worker, request, cancellation) =>
            {
                BindingValues.AddTo(request, context.Request, routeValues, body);
                forwarded = worker.HttpEndpoint is not null;
                var http = forwarded
                    ? worker.WantsRouteValues ? RpcRequests.WithRouteValues(routeValues) : new RpcHttp()
                    : RpcRequests.Whole(context.Request, routeValues, body);
                request.InputData.Add(
                    new ParameterBinding { Name = function.Trigger.Name, Data = new TypedData { Http = http } });
                return forwarded
                    ? forwarding.CallAsync(context, worker, request, cancellation)
                    : worker.InvokeAsync(request, cancellation);
            },
            context.RequestAborted);
        if (!forwarded) await RpcResponses.WriteAsync(function, answer, context.Response);
    }

    /// <summary>
    /// The Functions host reads a body for its binding data, in both modes, but only if Content-Length announces one
    /// (HttpTriggerAttributeBindingProvider.IsRequestPayloadReadable); a chunked body is left unread.
    /// </summary>
    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not > 0) return default;
        var buffer = new MemoryStream((int)Math.Min(context.Request.ContentLength.Value, FirstBuffer));
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        buffer.Position = 0;
        context.Request.Body = buffer;
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>
    /// ExceptionMiddleware: other headers of the response stay; a response that has started is aborted.
    /// </summary>
    private static void FailWith500(HttpContext context)
    {
        if (context.Response.HasStarted) context.Abort();
        else context.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }
}
