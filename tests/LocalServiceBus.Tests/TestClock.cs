namespace LocalServiceBus.Tests;

/// <summary>The system's clock, which a test may put forward: timers that fall due by it go off at once.</summary>
internal sealed class TestClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<TestTimer> _timers = [];
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return base.GetUtcNow() + _ahead;
    }

    public void Advance(TimeSpan by)
    {
        List<TestTimer> timers;
        lock (_lock)
        {
            _ahead += by;
            timers = [.. _timers];
        }

        timers.ForEach(timer => timer.Bring(by));
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, callback, state);
        lock (_lock)
            _timers.Add(timer);

        timer.Change(dueTime, period);
        return timer;
    }

    private void Forget(TestTimer timer)
    {
        lock (_lock)
            _timers.Remove(timer);
    }

    /// <summary>A timer that rings once for each change, which is all that the broker asks.</summary>
    private sealed class TestTimer : ITimer
    {
        private readonly TestClock _clock;
        private readonly ITimer _timer;
        private readonly Lock _lock = new();
        private DateTimeOffset? _due;

        public TestTimer(TestClock clock, TimerCallback callback, object? state)
        {
            _clock = clock;
            _timer = System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_lock)
            {
                _due = dueTime == Timeout.InfiniteTimeSpan ? null : System.GetUtcNow() + dueTime;
                return _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }

        public void Bring(TimeSpan by)
        {
            lock (_lock)
            {
                var now = System.GetUtcNow();
                if (_due is not { } due || due <= now)
                    return;

                var left = due - by - now;
                _due = due - by;
                _timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }

        public void Dispose()
        {
            _clock.Forget(this);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
