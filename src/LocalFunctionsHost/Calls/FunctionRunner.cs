using System.Collections.Concurrent;
using System.Diagnostics;
using LocalFunctionsHost.Functions;
using LocalFunctionsHost.Protocol;
using LocalFunctionsHost.Workers;
using Microsoft.Extensions.Logging;

namespace LocalFunctionsHost.Calls;

/// <summary>Sends a call to the worker and waits for the response.</summary>
internal delegate Task<InvocationResponse> WorkerCall(
    Worker worker, InvocationRequest request, CancellationToken cancellation);

/// <summary>
/// The steps of every call, whatever triggered it: wait for a worker, log under Function.NAME as FunctionInstanceLogger
/// of the WebJobs SDK does, and enforce the functionTimeout of host.json.
/// </summary>
internal sealed class FunctionRunner(
    WorkerSupervisor workers, WorkerLog workerLog, TimeSpan? timeout, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>
    /// TimeoutAttribute.GracePeriod: how long a cancelled function may run on before its worker is killed.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, ILogger> _loggers = new();

    /// <summary>Throws a <see cref="FunctionFailedException"/> if the function does not succeed.</summary>
    public async Task<InvocationResponse> RunAsync(
        Function function, string reason, WorkerCall call, CancellationToken cancellation)
    {
        var log = _loggers.GetOrAdd(function.Name, name => loggers.CreateLogger($"Function.{name}"));
        var request = NewRequest(function);
        var started = time.GetTimestamp();
        var logged = log.IsEnabled(LogLevel.Information);
        if (logged)
            log.LogInformation(
                "Executing 'Functions.{Function}' (Reason='{Reason}', Id={Id})",
                function.Name,
                reason,
                request.InvocationId);
        workerLog.Begin(request.InvocationId, function.Name);
        try
        {
            var worker = await workers.ReadyAsync(cancellation);
            var response = await WithinTimeoutAsync(log, function, worker, request, call, cancellation);
            Check(response.Result);
            if (logged)
                log.LogInformation(
                    "Executed 'Functions.{Function}' (Succeeded, Id={Id}, Duration={Duration:0}ms)",
                    function.Name,
                    request.InvocationId,
                    time.GetElapsedTime(started).TotalMilliseconds);
            return response;
        }
        catch (Exception fault) when (fault is WorkerException or WorkerLostException or FunctionFailedException
            or OperationCanceledException)
        {
            // A caller who hangs up, and a host that stops, are no errors.
            var isCanceled = cancellation.IsCancellationRequested;
            log.Log(
                isCanceled ? LogLevel.Information : LogLevel.Error,
                isCanceled ? null : fault,
                "Executed 'Functions.{Function}' ({Result}, Id={Id}, Duration={Duration:0}ms)",
                function.Name,
                isCanceled ? "Canceled" : "Failed",
                request.InvocationId,
                time.GetElapsedTime(started).TotalMilliseconds);
            throw new FunctionFailedException($"Exception while executing function: Functions.{function.Name}", fault);
        }
        finally
        {
            workerLog.End(request.InvocationId);
        }
    }

    private static InvocationRequest NewRequest(Function function) => new()
    {
        FunctionId = function.Id,
        InvocationId = Guid.NewGuid().ToString(),
        TraceContext = new RpcTraceContext
        {
            TraceParent = Activity.Current?.Id ?? "",
            TraceState = Activity.Current?.TraceStateString ?? "",
        },
    };

    private static void Check(StatusResult result)
    {
        if (result.Status == StatusResult.Types.Status.Success) return;
        if (result.Exception is { } thrown) throw new WorkerException(thrown);
        throw new FunctionFailedException($"The worker responded {result.Status}. {result.Result}");
    }

    /// <summary>
    /// FunctionExecutor.InvokeWithTimeoutAsync and WebScriptHostExceptionHandler.OnTimeoutExceptionAsync: at the
    /// timeout the function is cancelled and the call fails; if the function then does not end, its worker is killed.
    /// </summary>
    private async Task<InvocationResponse> WithinTimeoutAsync(
        ILogger log,
        Function function,
        Worker worker,
        InvocationRequest request,
        WorkerCall call,
        CancellationToken cancellation)
    {
        if (timeout is not { } limit) return await call(worker, request, cancellation);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = call(worker, request, ending.Token);
        try
        {
            return await running.WaitAsync(limit, time, CancellationToken.None);
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            log.LogError(
                "Timeout value of {Timeout} exceeded by function 'Functions.{Function}' (Id: '{Id}'). "
                    + "Initiating cancellation.",
                limit,
                function.Name,
                request.InvocationId);
            await ending.CancelAsync();
            await Task.WhenAny(running, Task.Delay(Grace, time, CancellationToken.None));
            if (!running.IsCompleted)
            {
                log.LogWarning(
                    "A function timeout has occurred. Restarting worker process executing invocationId '{Id}'.",
                    request.InvocationId);
                worker.Kill();
            }
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new FunctionFailedException(
                $"Timeout value of {limit} was exceeded by function: Functions.{function.Name}");
        }
    }
}
