namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer-triggered function is told of its schedule.</summary>
public class TimerInfo
{
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>The function runs later than its schedule says.</summary>
    public bool IsPastDue { get; set; }
}
