using LocalFunctionsHost.Configuration;
using LocalFunctionsHost.Functions;
using Microsoft.Extensions.Logging;

namespace LocalFunctionsHost.Timers;

internal sealed class TimerTriggers(FunctionRunner runner, Settings settings, TimeProvider time, ILogger log)
    : IDisposable
{
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
        return Task.Run(() => listener.RunAsync(runOnStartup, _stopping.Token));
    }
}
