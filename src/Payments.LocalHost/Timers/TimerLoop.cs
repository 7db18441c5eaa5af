using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Payments.LocalHost.Hosting;

namespace Payments.LocalHost.Timers;

/// <summary>
/// Runs one timer-triggered function. The next time is looked up when the function has ended, so a timer never
/// overlaps itself, and times missed meanwhile are skipped, as by the Functions host.
/// </summary>
internal sealed class TimerLoop(
    FunctionMethod function,
    CronSchedule schedule,
    IServiceScopeFactory scopes,
    TimeProvider time,
    StopTokens stop,
    ILogger log)
{
    /// <summary>A timer of the system takes 49 days at most.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private DateTime _last;

    public async Task RunAsync()
    {
        if (((TimerTriggerAttribute)function.Trigger).RunOnStartup)
            await FireAsync();
        while (schedule.NextAfter(time.GetUtcNow()) is { } next && await WaitUntilAsync(next))
            await FireAsync();
    }

    private async Task<bool> WaitUntilAsync(DateTimeOffset due)
    {
        while (!stop.Taking.IsCancellationRequested)
        {
            var left = due - time.GetUtcNow();
            if (left <= TimeSpan.Zero)
                return true;
            await Task.Delay(left < LongestDelay ? left : LongestDelay, time, stop.Taking)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return false;
    }

    private async Task FireAsync()
    {
        try
        {
            await InvokeAsync().WaitAsync(stop.Waiting);
        }
        catch (OperationCanceledException) when (stop.Working.IsCancellationRequested)
        {
            log.LogWarning("{Function} did not end before the host", function.Name);
        }
        catch (Exception fault)
        {
            log.LogError(fault, "{Function} failed", function.Name);
        }
    }

    private async Task InvokeAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var invocation = new Invocation(function, scope.ServiceProvider, stop.Working) { TriggeredBy = Info() };
        await function.InvokeAsync(invocation);
    }

    private TimerInfo Info()
    {
        var now = time.GetUtcNow();
        var status = new ScheduleStatus
        {
            Last = _last,
            Next = schedule.NextAfter(now)?.UtcDateTime ?? default,
            LastUpdated = _last,
        };
        _last = now.UtcDateTime;
        return new TimerInfo { ScheduleStatus = status };
    }
}
