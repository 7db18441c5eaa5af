using LocalFunctionsHost.Calls;
using LocalFunctionsHost.Configuration;
using LocalFunctionsHost.Functions;
using Microsoft.Extensions.Logging;

namespace LocalFunctionsHost.Timers;

internal sealed class TimerTriggers(FunctionRunner runner, Settings settings, TimeProvider time, ILogger log)
    : IDisposable
{
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];

    public void Start(IEnumerable<Function> functions)
    {
        foreach (var function in functions)
        {
            if (function.IsDisabled) continue;
            try
            {
                _running.Add(Start(function));
            }
            catch (FunctionRejectedException rejection)
            {
                log.LogError("Function {Function} is not run: {Reason}.", function.Name, rejection.Message);
            }
        }
    }

    /// <summary>Cancels functions that are still running, and waits for them.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running).WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private Task Start(Function function)
    {
        var expression = function.Trigger.Text("schedule")
            ?? throw new FunctionRejectedException("its trigger has no schedule");
        var schedule = TimerSchedule.Parse(settings.Resolve(expression), time.GetLocalNow().DateTime);
        var useMonitor = function.Trigger.Flag("useMonitor") ?? true;
        var listener = new TimerListener(function, schedule, useMonitor, runner, time);
        var runOnStartup = function.Trigger.Flag("runOnStartup") ?? false;
        return Task.Run(() => KeepRunningAsync(function, listener, runOnStartup));
    }

    /// <summary>A timer that ends by itself has met a fault of this host; the next one takes its place.</summary>
    private async Task KeepRunningAsync(Function function, TimerListener listener, bool runOnStartup)
    {
        while (true)
        {
            try
            {
                await listener.RunAsync(runOnStartup, _stopping.Token);
            }
            catch (Exception fault) when (!_stopping.IsCancellationRequested)
            {
                log.LogError(fault, "The timer of function {Function} ended, and is started again.", function.Name);
            }
            await Task.Delay(RestartPause, time, _stopping.Token);
        }
    }
}
