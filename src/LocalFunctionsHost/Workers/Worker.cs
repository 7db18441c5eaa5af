using System.Collections.Concurrent;
using LocalFunctionsHost.Protocol;

namespace LocalFunctionsHost.Workers;

/// <summary>A worker that runs: its process, its stream, what it can do, and the calls that it has in hand.</summary>
internal sealed class Worker : IAsyncDisposable
{
    /// <summary>
    /// The capability with which a worker asks for HTTP requests themselves (ASP.NET Core integration).
    /// </summary>
    private const string HttpUri = "HttpUri";

    /// <summary>Proxying, but with the route's values beside it (RpcWorkerConstants.RequiresRouteParameters).</summary>
    private const string RequiresRouteParameters = "RequiresRouteParameters";

    private readonly WorkerProcess _process;
    private readonly WorkerConnection _connection;
    private readonly WorkerLog _log;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _inHand = new();
    private volatile bool _takesNoCalls;

    public Worker(WorkerProcess process, FunctionRpcService service, WorkerLog log)
    {
        _log = log;
        _process = process;
        _connection = new WorkerConnection { Receive = Receive };
        service.Expect(process.WorkerId, _connection);
        Ending = Task.WhenAny(_process.Exited, _connection.Closed);
        Lost = LoseAsync();
    }

    /// <summary>What the worker answers while it is being loaded.</summary>
    public WorkerAnswers Answers { get; } = new();

    /// <summary>The first sign of its end: its process is gone, or its stream.</summary>
    public Task Ending { get; }

    /// <summary>Its process is gone, and what it wrote has been read; the exit code.</summary>
    public Task<int> Lost { get; }

    public Task Connected => _connection.Opened;

    /// <summary>Where the worker wants HTTP requests forwarded to; null if it wants them as messages.</summary>
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
    /// Sends the request and waits for its answer, also after a cancellation, which the worker is only told of. Throws
    /// <see cref="WorkerLostException"/> if the worker ends first.
    /// </summary>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<InvocationResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _inHand[request.InvocationId] = answer;
        try
        {
            if (_takesNoCalls) throw LostException();
            Send(new StreamingMessage { InvocationRequest = request });
            await using var told = cancellation.UnsafeRegister(_ => Cancel(request.InvocationId), null);
            return await answer.Task;
        }
        finally
        {
            _inHand.TryRemove(request.InvocationId, out _);
        }
    }

    /// <summary>Once it is ending: the calls in hand, and any that still come, have lost their worker.</summary>
    public void FailCalls()
    {
        _takesNoCalls = true;
        foreach (var answer in _inHand.Values) answer.TrySetException(LostException());
    }

    /// <summary>Asks the worker to end, and ends it when it has not done so in time.</summary>
    public async Task StopAsync(TimeSpan patience, TimeProvider time)
    {
        Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate() });
        if (!await EndsWithinAsync(patience, time))
        {
            _process.Terminate();
            if (!await EndsWithinAsync(patience, time)) _process.Kill();
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

    private async Task<bool> EndsWithinAsync(TimeSpan patience, TimeProvider time)
    {
        await Task.WhenAny(Lost, Task.Delay(patience, time));
        return Lost.IsCompleted;
    }

    private void Cancel(string invocationId) =>
        Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = invocationId } });

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                var response = message.InvocationResponse;
                if (_inHand.TryGetValue(response.InvocationId, out var answer)) answer.TrySetResult(response);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                _log.Write(message.RpcLog);
                break;
            default:
                Answers.Take(message);
                break;
        }
    }

    /// <summary>A worker whose stream ends is no worker any more: its process is ended too.</summary>
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
