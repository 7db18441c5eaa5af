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

    public void Begin(string invocationId, string function) => _functionsOfCalls[invocationId] = function;

    public void End(string invocationId) => _functionsOfCalls.TryRemove(invocationId, out _);

    public void Write(RpcLog line)
    {
        if (line.LogCategory == RpcLog.Types.RpcLogCategory.CustomMetric) return;
        var logger = _byCategory.GetOrAdd(CategoryOf(line), loggers.CreateLogger);
        var exception = line.Exception is null ? null : new WorkerException(line.Exception);
        var id = new EventId(0, line.EventId);
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
