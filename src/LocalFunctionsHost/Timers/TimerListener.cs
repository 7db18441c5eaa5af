using System.Globalization;
using System.Text.Json;
using LocalFunctionsHost.Calls;
using LocalFunctionsHost.Functions;
using LocalFunctionsHost.Protocol;

namespace LocalFunctionsHost.Timers;

/// <summary>
/// Runs a function on its schedule, like TimerListener of the timer extension: the next time is computed when a run has
/// ended, from the time it began, and runs at once if it has passed. So runs never overlap, and a failed run changes
/// nothing.
/// </summary>
internal sealed class TimerListener(
    Function function, TimerSchedule schedule, bool useMonitor, FunctionRunner runner, TimeProvider time)
{
    /// <summary>Task.Delay can wait at most 49 days.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(24);

    private readonly bool _tellsStatus = useMonitor && !schedule.IsTooFrequentForStatus;

    private DateTime Now => time.GetLocalNow().DateTime;

    public async Task RunAsync(bool runOnStartup, CancellationToken stopping)
    {
        var never = default(DateTime);
        var status = new ScheduleStatus(never, schedule.NextAfter(Now), never);
        if (runOnStartup) status = await InvokeAsync(status, isStartup: true, stopping);
        while (true)
        {
            await WaitUntilAsync(status.Next, stopping);
            status = await InvokeAsync(status, isStartup: false, stopping);
        }
    }

    private async Task WaitUntilAsync(DateTime next, CancellationToken stopping)
    {
        for (var wait = next - Now; wait > TimeSpan.Zero; wait = next - Now)
            await Task.Delay(wait < MaxWait ? wait : MaxWait, time, stopping);
    }

    private async Task<ScheduleStatus> InvokeAsync(ScheduleStatus status, bool isStartup, CancellationToken stopping)
    {
        var began = Now;
        try
        {
            await runner.RunAsync(
                function,
                $"Timer fired at {began:o}",
                (worker, request, cancellation) =>
                {
                    AddInput(request, status, began);
                    return worker.InvokeAsync(request, cancellation);
                },
                stopping);
        }
        catch (FunctionFailedException)
        {
            // The failure is logged, and the timer continues.
        }
        stopping.ThrowIfCancellationRequested();

        // A timer may fire slightly early; then the same time would come next again.
        var counted = !isStartup && status.Next > began ? status.Next : began;
        return new ScheduleStatus(counted, schedule.NextAfter(counted), counted);
    }

    /// <summary>TimerInfo as Json.NET writes it.</summary>
    private void AddInput(InvocationRequest request, ScheduleStatus status, DateTime now)
    {
        var info = new
        {
            Schedule = new { AdjustForDST = true },
            ScheduleStatus = _tellsStatus ? status.ToLocal() : null,
            IsPastDue = false,
        };
        request.InputData.Add(new ParameterBinding
        {
            Name = function.Trigger.Name,
            Data = new TypedData { Json = JsonSerializer.Serialize(info) },
        });
        request.TriggerMetadata.Add(
            "TimerTrigger", new TypedData { String = now.ToString(CultureInfo.InvariantCulture) });
    }

    private sealed record ScheduleStatus(DateTime Last, DateTime Next, DateTime LastUpdated)
    {
        public ScheduleStatus ToLocal() => new(Local(Last), Local(Next), Local(LastUpdated));

        private static DateTime Local(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Local);
    }
}
