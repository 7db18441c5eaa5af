namespace Payments.Launcher.Hosting;

/// <summary>A Functions host that is started again when it ends without having been told to.</summary>
internal sealed class SupervisedHost(
    HostCommand command, IReadOnlyDictionary<string, string> settings, Uri address, string pidFile)
    : IAsyncDisposable
{
    /// <summary>A host that has ended so often in a row, never ready, won't be ready the next time.</summary>
    private const int MostFailures = 10;

    /// <summary>An exit code above it is a signal's: the host was killed, and has not refused to run.</summary>
    private const int FirstSignal = 128;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _gaveUp = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Canceled when the host can't be run.</summary>
    public CancellationToken GaveUp => _gaveUp.Token;

    public void Start() => _running = RunAsync();

    /// <summary>Waits until it is ready for the first time; LaunchRefusedException when it can't be run.</summary>
    public Task WaitUntilReadyAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(cancellationToken);

    /// <summary>Has it finish what is in hand and end.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _gaveUp.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await StartAgainAndAgainAsync();
        }
        catch (LaunchRefusedException refusal)
        {
            _ready.TrySetException(refusal);
            await _gaveUp.CancelAsync();
        }
    }

    private async Task StartAgainAndAgainAsync()
    {
        for (var failures = 0; !_stop.IsCancellationRequested;)
        {
            using var host = HostProcess.Start(command, settings, address);
            await File.WriteAllTextAsync(pidFile, $"{host.Id}\n");
            var exited = host.WaitForExitAsync();
            _ = host.Ready.ContinueWith(_ => _ready.TrySetResult(), TaskScheduler.Default);
            await Task.WhenAny(exited, Task.Delay(Timeout.Infinite, _stop.Token));
            if (_stop.IsCancellationRequested)
            {
                if (!await host.StopAsync())
                    await Console.Error.WriteLineAsync($"{command.Name} did not stop in time, and was killed.");
                return;
            }

            failures = host.IsReady ? 0 : failures + 1;
            var refused = !_ready.Task.IsCompleted && host.ExitCode < FirstSignal;
            if (refused || failures == MostFailures)
                throw new LaunchRefusedException($"{command.Name} ended with {host.ExitCode}.");

            await Console.Error.WriteLineAsync(
                $"{command.Name} had ended with {host.ExitCode}; it is started again.");
            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
