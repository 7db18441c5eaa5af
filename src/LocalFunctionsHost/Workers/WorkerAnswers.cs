using System.Collections.Concurrent;
using LocalFunctionsHost.Protocol;
using Kind = LocalFunctionsHost.Protocol.StreamingMessage.ContentOneofCase;

namespace LocalFunctionsHost.Workers;

/// <summary>
/// A worker's responses to the requests made before it takes calls: one per kind, or one per function.
/// </summary>
internal sealed class WorkerAnswers
{
    private readonly ConcurrentDictionary<(Kind Kind, string Id), TaskCompletionSource<StreamingMessage>> _awaited =
        new();

    private volatile Exception? _fault;

    public Task<StreamingMessage> NextAsync(Kind kind, string id = "")
    {
        var answer = _awaited.GetOrAdd((kind, id), _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (_fault is { } fault) answer.TrySetException(fault);
        return answer.Task;
    }

    public void Take(StreamingMessage message)
    {
        var id = message.ContentCase == Kind.FunctionLoadResponse ? message.FunctionLoadResponse.FunctionId : "";
        if (_awaited.TryGetValue((message.ContentCase, id), out var answer)) answer.TrySetResult(message);
    }

    public void Fail(Exception fault)
    {
        _fault = fault;
        foreach (var answer in _awaited.Values) answer.TrySetException(fault);
    }
}
