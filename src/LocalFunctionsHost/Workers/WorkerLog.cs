using System.Collections.Concurrent;
using LocalFunctionsHost.Protocol;
using Microsoft.Extensions.Logging;

namespace LocalFunctionsHost.Workers;

/// <summary>
/// Logs for the workers. As in the Functions host, a line that a function writes has the category Function.NAME.User
/// (LogCategories.CreateFunctionUserCategory). A line written outside of any call, which that host drops
/// (GrpcWorkerChannel.Log), is shown under the worker's own category.
/// </summary>
internal sealed class WorkerLog(ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<string, ILogger> _byCategory = new();
    private readonly ConcurrentDictionary<string, string> _functionsOfCalls = new();
    private readonly ConcurrentDictionary<string, bool> _canceled = new();

    public void Begin(string invocationId, string function) => _functionsOfCalls[invocationId] = function;

    /// <summary>The caller has hung up: what the call fails with from now on is no error.</summary>
    public void Cancel(string invocationId) => _canceled[invocationId] = true;

    public void End(string invocationId)
    {
        _functionsOfCalls.TryRemove(invocationId, out _);
        _canceled.TryRemove(invocationId, out _);
    }

    public void Write(RpcLog line)
    {
        if (line.LogCategory == RpcLog.Types.RpcLogCategory.CustomMetric) return;
        var logger = _byCategory.GetOrAdd(CategoryOf(line), loggers.CreateLogger);
        var exception = line.Exception is null ? null : new WorkerException(line.Exception);
        var id = new EventId(0, line.EventId);
        if (exception is not null && _canceled.ContainsKey(line.InvocationId))
            logger.LogInformation(id, "{Message}", line.Message);
        else
            logger.Log((LogLevel)line.Level, id, line.Message, exception, static (text, _) => text);
    }

    private string CategoryOf(RpcLog line)
    {
        if (line.LogCategory == RpcLog.Types.RpcLogCategory.System) return "Worker";
        return _functionsOfCalls.TryGetValue(line.InvocationId, out var function)
            ? $"Function.{function}.User"
            : line.Category;
    }
}
