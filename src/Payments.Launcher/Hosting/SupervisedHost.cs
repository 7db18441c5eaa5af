using Payments.Launcher.State;

namespace Payments.Launcher.Hosting;

/// <summary>A Functions host that is restarted if it ends without having been told to.</summary>
internal sealed class SupervisedHost(
    HostCommand command, IReadOnlyDictionary<string, string> settings, Uri address, string pidFile)
    : IAsyncDisposable
{
    /// <summary>A host that has ended this often in a row, without being ready once, will not become ready.</summary>
    private const int MaxFailures = 10;

    /// <summary>Exit codes from here on mean a signal: the host was killed, it did not fail by itself.</summary>
    private const int FirstSignal = 128;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _gaveUp = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Canceled if the host can't be run.</summary>
    public CancellationToken GaveUp => _gaveUp.Token;

    public void Start() => _running = RunAsync();

    /// <summary>
    /// Waits until the host is ready for the first time; throws a LaunchRejectedException if it can't be run.
    /// </summary>
    public Task WaitUntilReadyAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(cancellationToken);

    /// <summary>Lets the host finish its work in progress, and stops it.</summary>
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
            await RunUntilStoppedAsync();
        }
        catch (LaunchRejectedException rejection)
        {
            _ready.TrySetException(rejection);
            await _gaveUp.CancelAsync();
        }
    }

    private async Task RunUntilStoppedAsync()
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
                    await Console.Error.WriteLineAsync($"{command.Name} did not stop in time and was killed.");
                return;
            }

            failures = host.IsReady ? 0 : failures + 1;
            var rejected = !_ready.Task.IsCompleted && host.ExitCode < FirstSignal;
            if (rejected || failures == MaxFailures)
                throw new LaunchRejectedException($"{command.Name} ended with exit code {host.ExitCode}.");

            await Console.Error.WriteLineAsync(
                $"{command.Name} ended with exit code {host.ExitCode}; restarting it.");
            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
