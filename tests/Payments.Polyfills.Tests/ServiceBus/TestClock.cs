namespace Payments.Polyfills.Tests.ServiceBus;

/// <summary>The system's clock, which a test may put forward. Timers and waits run in real time.</summary>
internal sealed class TestClock : TimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

    public void Advance(TimeSpan by) => _ahead += by;
}
