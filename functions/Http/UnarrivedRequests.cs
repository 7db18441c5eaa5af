using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Payments.Functions.Http;

/// <summary>
/// A host announces each request over gRPC while it forwards the request itself. One whose caller hangs up, or sends
/// a broken body, may be announced and never arrive: the worker then gives up waiting, and would log that as an error
/// with a stack trace. Here it becomes one line. Its caller gets the host's response, if any: the host knows that
/// forwarding failed. Registered before the ASP.NET Core integration, which waits.
/// </summary>
internal sealed partial class UnarrivedRequests(ILogger<UnarrivedRequests> log) : IFunctionsWorkerMiddleware
{
    private const string HttpTrigger = "httpTrigger";

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception fault) when (IsUnarrived(context, fault))
        {
            // A caller that hangs up is no fault; waiting in vain for long may be one of the servers' settings.
            LogUnarrived(
                fault is TimeoutException ? LogLevel.Warning : LogLevel.Information,
                context.FunctionDefinition.Name,
                context.InvocationId,
                fault.Message);
        }
    }

    /// <summary>Of no other kind of call: a message whose function is canceled must not count as handled.</summary>
    private static bool IsUnarrived(FunctionContext context, Exception fault) =>
        fault is TimeoutException or OperationCanceledException
        && context.FunctionDefinition.InputBindings.Values.Any(
            binding => binding.Type.Equals(HttpTrigger, StringComparison.OrdinalIgnoreCase))
        && context.GetHttpContext() is null;

    [LoggerMessage("{Function} did not get its request; invocation {InvocationId}. {Reason}")]
    private partial void LogUnarrived(LogLevel level, string function, string invocationId, string reason);
}
