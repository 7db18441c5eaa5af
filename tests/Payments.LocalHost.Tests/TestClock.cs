namespace Payments.LocalHost.Tests;

/// <summary>A clock that stands until a test moves it; a delay ends when the clock is moved past its end.</summary>
internal sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _moving = new();
    private readonly List<Alarm> _alarms = [];
    private DateTimeOffset _now = start;

    /// <summary>How many delays are being waited for.</summary>
    public int Waiting
    {
        get
        {
            lock (_moving)
                return _alarms.Count;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_moving)
            return _now;
    }

    public void Advance(TimeSpan time)
    {
        List<Alarm> due;
        lock (_moving)
        {
            _now += time;
            due = [.. _alarms.Where(alarm => alarm.Due <= _now)];
            _alarms.RemoveAll(due.Contains);
        }
        due.ForEach(alarm => alarm.Ring());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_moving)
        {
            var alarm = new Alarm(this, () => callback(state), _now + dueTime);
            _alarms.Add(alarm);
            return alarm;
        }
    }

    private sealed class Alarm(TestClock clock, Action ring, DateTimeOffset due) : ITimer
    {
        public DateTimeOffset Due => due;

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
            lock (clock._moving)
                clock._alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
