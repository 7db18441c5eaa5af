using System.Collections.Concurrent;
using LocalFunctionsHost.Protocol;

namespace LocalFunctionsHost.Workers;

/// <summary>A running worker: its process, its stream, its capabilities, and its calls in progress.</summary>
internal sealed class Worker : IAsyncDisposable
{
    /// <summary>The capability by which a worker asks for forwarded HTTP requests (ASP.NET Core integration).</summary>
    private const string HttpUri = "HttpUri";

    /// <summary>
    /// Proxying, with the route values in the invocation (RpcWorkerConstants.RequiresRouteParameters).
    /// </summary>
    private const string RequiresRouteParameters = "RequiresRouteParameters";

    private readonly WorkerProcess _process;
    private readonly WorkerConnection _connection;
    private readonly WorkerLog _log;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _active = new();
    private volatile bool _isEnding;

    public Worker(WorkerProcess process, FunctionRpcService service, WorkerLog log)
    {
        _log = log;
        _process = process;
        _connection = new WorkerConnection { Receive = Receive };
        service.Expect(process.WorkerId, _connection);
        Ending = Task.WhenAny(_process.Exited, _connection.Closed);
        Lost = LoseAsync();
    }

    /// <summary>The worker's responses while it is loading.</summary>
    public WorkerAnswers Answers { get; } = new();

    /// <summary>Completes at the first sign of the worker's end: its process or its stream has ended.</summary>
    public Task Ending { get; }

    /// <summary>Completes with the exit code once the process has ended and its output has been read.</summary>
    public Task<int> Lost { get; }

    public Task Connected => _connection.Opened;

    /// <summary>The address to forward HTTP requests to; null if the worker wants them as messages.</summary>
    public string? HttpEndpoint { get; private set; }

    public bool WantsRouteValues { get; private set; }

    public string LastErrors => _process.LastErrors();

    public void Adopt(IReadOnlyDictionary<string, string> capabilities)
    {
        HttpEndpoint = NotEmpty(capabilities.GetValueOrDefault(HttpUri));
        WantsRouteValues = NotEmpty(capabilities.GetValueOrDefault(RequiresRouteParameters)) is not null;
    }

    public void Send(StreamingMessage message) => _connection.Send(message);

    /// <summary>
    /// Sends the request and waits for the response, even after a cancellation, which is only passed on to the worker.
    /// Throws a <see cref="WorkerLostException"/> if the worker ends first.
    /// </summary>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<InvocationResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _active[request.InvocationId] = answer;
        try
        {
            if (_isEnding) throw LostException();
            Send(new StreamingMessage { InvocationRequest = request });
            await using var told = cancellation.UnsafeRegister(_ => Cancel(request.InvocationId), null);
            return await answer.Task;
        }
        finally
        {
            _active.TryRemove(request.InvocationId, out _);
        }
    }

    /// <summary>Fails the calls in progress, and all later ones, because the worker is ending.</summary>
    public void FailCalls()
    {
        _isEnding = true;
        foreach (var answer in _active.Values) answer.TrySetException(LostException());
    }

    /// <summary>Asks the worker to end, and kills it if it does not end in time.</summary>
    public async Task StopAsync(TimeSpan timeout, TimeProvider time)
    {
        Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate() });
        if (!await EndsWithinAsync(timeout, time))
        {
            _process.Terminate();
            if (!await EndsWithinAsync(timeout, time)) _process.Kill();
        }
        await Lost;
    }

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await Lost;
        _process.Dispose();
    }

    private async Task<bool> EndsWithinAsync(TimeSpan timeout, TimeProvider time)
    {
        await Task.WhenAny(Lost, Task.Delay(timeout, time));
        return Lost.IsCompleted;
    }

    private void Cancel(string invocationId)
    {
        _log.Cancel(invocationId);
        Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = invocationId } });
    }

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                var response = message.InvocationResponse;
                if (_active.TryGetValue(response.InvocationId, out var answer)) answer.TrySetResult(response);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                _log.Write(message.RpcLog);
                break;
            default:
                Answers.Take(message);
                break;
        }
    }

    /// <summary>A worker without its stream is useless, so its process is killed too.</summary>
    private async Task<int> LoseAsync()
    {
        await Ending;
        _process.Kill();
        Answers.Fail(LostException());
        var exitCode = await _process.Exited;
        await _process.DrainOutputAsync();
        return exitCode;
    }

    private static WorkerLostException LostException() => new("The worker ended.");

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
