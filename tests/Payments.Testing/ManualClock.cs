using Microsoft.Extensions.Time.Testing;

namespace Payments.Testing;

/// <summary>
/// A clock that only moves when told to. Its timers are real: nobody moves it while a use case pauses between two
/// attempts, and the pause takes milliseconds.
/// </summary>
public sealed class ManualClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime, period);
}
