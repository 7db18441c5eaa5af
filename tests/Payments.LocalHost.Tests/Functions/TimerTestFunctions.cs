using Microsoft.Azure.Functions.Worker;

namespace Payments.LocalHost.Tests.Functions;

public sealed class TimerTestFunctions(Recorder recorder, TimeProvider time)
{
    [Function("EveryMinute")]
    public async Task EveryMinute([TimerTrigger("%EveryMinute%")] TimerInfo timer)
    {
        if (time is not TestClock)
            return;
        recorder.Add($"tick {time.GetUtcNow():HH:mm:ss} next {timer.ScheduleStatus!.Next:HH:mm:ss}");
        await Task.Yield();
    }
}
