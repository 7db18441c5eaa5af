namespace LocalServiceBus.Broker;

/// <summary>
/// Rings when time alone next changes a queue, and only then, so that an idle queue costs nothing. If the reason has
/// gone (a message was completed before its lock ended), the alarm costs one look at the queue.
/// </summary>
internal sealed class Alarm : IDisposable
{
    /// <summary>A timer can wait at most 49 days; an alarm set for later looks at the queue in between.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private long _next = long.MaxValue;

    public Alarm(TimeProvider time, Action ring)
    {
        _time = time;
        _timer = time.CreateTimer(
            _ =>
            {
                lock (_lock)
                    _next = long.MaxValue;

                ring();
            },
            state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Rings at that time or earlier.</summary>
    public void Set(long utcTicks)
    {
        lock (_lock)
        {
            if (utcTicks >= _next)
                return;

            _next = utcTicks;
            // A timer counts whole milliseconds; rounding up keeps it from ringing too early.
            var wait = TimeSpan.FromMilliseconds(
                Math.Ceiling(new TimeSpan(utcTicks - _time.GetUtcNow().UtcTicks).TotalMilliseconds));
            _timer.Change(
                wait < TimeSpan.Zero ? TimeSpan.Zero : wait < MaxWait ? wait : MaxWait, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();
}
