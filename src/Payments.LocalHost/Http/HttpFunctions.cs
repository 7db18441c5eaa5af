using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Payments.LocalHost.Hosting;

namespace Payments.LocalHost.Http;

/// <summary>Puts the HTTP-triggered functions behind routes, and answers for what escapes them.</summary>
internal sealed class HttpFunctions(IReadOnlyList<FunctionMethod> functions, string prefix, ILogger<HttpFunctions> log)
{
    /// <summary>In bytes: no request of these APIs comes near, and one that large is a mistake or an attack.</summary>
    public const long MaxRequestBody = 1024 * 1024;

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var function in functions)
        {
            if (function.Trigger is not HttpTriggerAttribute trigger)
                continue;
            var pattern = $"{prefix.Trim('/')}/{(trigger.Route ?? function.Name).TrimStart('/')}";
            RequestDelegate answer = http => AnswerAsync(function, http);
            if (trigger.Methods is { Length: > 0 } methods)
                routes.MapMethods(pattern, methods.Select(method => method.ToUpperInvariant()), answer);
            else
                routes.Map(pattern, answer);
        }
    }

    private async Task AnswerAsync(FunctionMethod function, HttpContext http)
    {
        // Before the function runs: it may answer every exception of its body's stream with its own fault.
        if (http.Request.ContentLength > MaxRequestBody)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }
        try
        {
            await InvokeAsync(function, http);
        }
        catch (BadHttpRequestException refused) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            http.Response.StatusCode = refused.StatusCode;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            log.LogInformation("{Function}: the caller left before its answer", function.Name);
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            log.LogError(fault, "{Function} failed", function.Name);
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private static async Task InvokeAsync(FunctionMethod function, HttpContext http)
    {
        var invocation = new Invocation(function, http.RequestServices, http.RequestAborted)
        {
            BindingValues = http.Request.RouteValues,
        };
        invocation.TriggeredBy = new LocalHttpRequest(invocation, http.Request);
        if (await function.InvokeAsync(invocation) is LocalHttpResponse response)
            await response.WriteToAsync(http.Response, http.RequestAborted);
        else
            http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
