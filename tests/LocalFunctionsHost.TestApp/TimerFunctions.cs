using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace LocalFunctionsHost.TestApp;

public sealed class TimerFunctions(Recorder recorder)
{
    [Function("EverySecond")]
    public void EverySecond([TimerTrigger("* * * * * *")] TimerInfo timer) =>
        recorder.Add($"every second {JsonSerializer.Serialize(timer)}");

    [Function("AtStart")]
    public void AtStart([TimerTrigger("%AtStartSchedule%", RunOnStartup = true)] TimerInfo timer) =>
        recorder.Add($"at start {JsonSerializer.Serialize(timer)}");

    /// <summary>Its runs last longer than the time between them.</summary>
    [Function("SlowTimer")]
    public async Task SlowAsync([TimerTrigger("* * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(timer);
        recorder.Add("slow timer began");
        await Task.Delay(1_500, cancellationToken);
        recorder.Add("slow timer ended");
    }
}
