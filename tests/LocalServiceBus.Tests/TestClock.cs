using Microsoft.Extensions.Time.Testing;

namespace LocalServiceBus.Tests;

/// <summary>Goes as the system's clock does, and a test may put it forward: timers then due go off.</summary>
internal sealed class TestClock : FakeTimeProvider, IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private readonly ITimer _ticks;
    private long _last = System.GetTimestamp();

    public TestClock()
        : base(System.GetUtcNow()) => _ticks = System.CreateTimer(_ => GoOn(), null, Tick, Tick);

    public void Dispose() => _ticks.Dispose();

    /// <summary>By what has passed since the last tick, however late this one is.</summary>
    private void GoOn()
    {
        lock (_lock)
        {
            var now = System.GetTimestamp();
            Advance(System.GetElapsedTime(_last, now));
            _last = now;
        }
    }
}
