using Spectre.Console;

namespace Payments.Launcher.Traces;

/// <summary>What <c>./run --trace</c> adds: each trace of the worker is printed as a tree when it has ended.</summary>
internal sealed class LiveTraces : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly TraceTrees _trees;
    private readonly TraceReceiver _receiver;
    private readonly Task _printing;

    public LiveTraces(IAnsiConsole console)
    {
        _trees = new TraceTrees(console, TimeProvider.System);
        _receiver = new TraceReceiver(_trees.Add);
        _printing = PrintAsync();
    }

    /// <summary>The settings with which a worker exports its spans here.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings => _receiver.Settings;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _receiver.DisposeAsync();
        await _printing;
        _stop.Dispose();
    }

    private async Task PrintAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _trees.PrintQuiet();
        }
    }
}
