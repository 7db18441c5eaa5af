namespace Payments.Simulation.Worlds;

/// <summary>
/// The clock of one process, or of the processor, which no process owns. Its wall clock may jump ahead, like one that a
/// time server corrects; its timers and its measurement of elapsed time do not.
/// </summary>
internal sealed class ProcessClock(Scheduler scheduler, ServiceProcess? owner) : TimeProvider
{
    /// <summary>When runs begin: the broker's clock is right, and the machines' may be ahead.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>How far the wall clock is ahead.</summary>
    public TimeSpan Ahead { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Start + scheduler.Now + Ahead;

    public override long GetTimestamp() => scheduler.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(callback, state);
        scheduler.After(dueTime, null, () => alarm.Ring(owner));
        return alarm;
    }

    private sealed class Alarm(TimerCallback callback, object? state) : ITimer
    {
        private bool _off;

        public void Ring(ServiceProcess? owner)
        {
            if (!_off && owner is not { IsAlive: false }) callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) =>
            throw new NotSupportedException("Nothing here sets a timer again.");

        public void Dispose() => _off = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
