using LocalFunctionsHost.Configuration;
using LocalFunctionsHost.Functions;
using Microsoft.Extensions.Logging;

namespace LocalFunctionsHost.Workers;

/// <summary>
/// Keeps one worker running. When it dies, its calls in progress fail, and new calls wait for the next worker. A worker
/// that lived for a while is replaced at once, others after an increasing delay.
/// </summary>
internal sealed class WorkerSupervisor(Func<Worker> start, WorkerLoading loading, TimeProvider time, ILogger log)
    : IDisposable
{
    /// <summary>RpcFunctionInvocationDispatcher.ErrorEventsThreshold with one worker process.</summary>
    private const int AttemptsToLoad = 3;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(1);

    /// <summary>A worker that lived this long did not die of a problem at its start.</summary>
    private static readonly TimeSpan LongLife = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();

    private readonly TaskCompletionSource<UnusableAppException> _failed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile TaskCompletionSource<Worker> _ready = CreateReadySource();
    private Worker? _worker;
    private Task _watching = Task.CompletedTask;

    /// <summary>Completes, with the reason, if no worker can be started any more.</summary>
    public Task<UnusableAppException> Failed => _failed.Task;

    /// <summary>Returns the worker to call, once there is one.</summary>
    public Task<Worker> ReadyAsync(CancellationToken cancellation)
    {
        var ready = _ready.Task;
        return ready.IsCompletedSuccessfully ? ready : ready.WaitAsync(cancellation);
    }

    /// <summary>Starts the first worker, and gets the app's functions from it.</summary>
    public async Task<FunctionCatalog> StartAsync(
        Worker first, Func<WorkerLoading, Worker, Task<FunctionCatalog>> index)
    {
        _worker = first;
        var catalog = await WithAttemptsAsync(() => index(loading, _worker));
        _ready.SetResult(_worker);
        _watching = WatchAsync(catalog);
        return catalog;
    }

    public async Task StopAsync(TimeSpan timeout)
    {
        await _stopping.CancelAsync();
        if (_worker is null) return;

        // The worker may just have been replaced; then the new one is stopped as well.
        do await _worker.StopAsync(timeout, time);
        while (await Task.WhenAny(_watching, Task.Delay(Poll, time)) != _watching);
        await _worker.DisposeAsync();
    }

    public void Dispose() => _stopping.Dispose();

    private async Task WatchAsync(FunctionCatalog catalog)
    {
        var delay = TimeSpan.Zero;
        while (true)
        {
            var born = time.GetTimestamp();
            await _worker!.Ending;
            _ready = CreateReadySource();
            _worker.FailCalls();
            var exitCode = await _worker.Lost;
            if (_stopping.IsCancellationRequested) return;
            log.LogError("The worker ended with exit code {ExitCode}; starting a new one.", exitCode);
            delay = time.GetElapsedTime(born) >= LongLife ? TimeSpan.Zero : delay;
            try
            {
                await Task.Delay(delay, time, _stopping.Token);
                await ReplaceAsync();
                await WithAttemptsAsync(async () =>
                {
                    await loading.ReloadAsync(_worker!, catalog);
                    return catalog;
                });
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (UnusableAppException fault)
            {
                _failed.TrySetResult(fault);
                return;
            }
            _ready.SetResult(_worker!);
            delay = IncreaseDelay(delay);
        }
    }

    private async Task<T> WithAttemptsAsync<T>(Func<Task<T>> load)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await load();
            }
            catch (Exception fault) when (fault is WorkerLostException or TimeoutException)
            {
                _worker!.Kill();
                var exitCode = await _worker.Lost;
                _stopping.Token.ThrowIfCancellationRequested();
                if (attempt == AttemptsToLoad) throw CreateNeverLoadedError(exitCode);
                log.LogWarning("The worker ended with exit code {ExitCode} before it was loaded.", exitCode);
                await ReplaceAsync();
            }
        }
    }

    private UnusableAppException CreateNeverLoadedError(int exitCode) =>
        new($"The worker ended {AttemptsToLoad} times before it was loaded, last with exit code {exitCode}."
            + $" The last lines of its standard error:{Environment.NewLine}{_worker!.LastErrors}");

    private async Task ReplaceAsync()
    {
        await _worker!.DisposeAsync();
        _worker = start();
    }

    private static TimeSpan IncreaseDelay(TimeSpan delay)
    {
        if (delay == TimeSpan.Zero) return FirstDelay;
        return 2 * delay < MaxDelay ? 2 * delay : MaxDelay;
    }

    private static TaskCompletionSource<Worker> CreateReadySource() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
