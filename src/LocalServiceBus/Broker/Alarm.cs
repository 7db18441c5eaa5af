namespace LocalServiceBus.Broker;

/// <summary>
/// Rings at the next moment at which time alone changes a queue, and at no other: an idle queue costs nothing. A moment
/// that has meanwhile come to nothing (a message completed before its lock ended) costs one look.
/// </summary>
internal sealed class Alarm : IDisposable
{
    /// <summary>A timer's longest period is 49 days; an alarm set farther ahead looks in between.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

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

    /// <summary>Rings no later than then.</summary>
    public void Set(long utcTicks)
    {
        lock (_lock)
        {
            if (utcTicks >= _next)
                return;

            _next = utcTicks;
            // A timer counts whole milliseconds; rounded up, it does not ring too early.
            var wait = TimeSpan.FromMilliseconds(
                Math.Ceiling(new TimeSpan(utcTicks - _time.GetUtcNow().UtcTicks).TotalMilliseconds));
            _timer.Change(
                wait < TimeSpan.Zero ? TimeSpan.Zero : wait < Longest ? wait : Longest, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();
}
