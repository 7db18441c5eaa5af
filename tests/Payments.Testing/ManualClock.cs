using Microsoft.Extensions.Time.Testing;

namespace Payments.Testing;

/// <summary>
/// A clock that stands until it is moved. Its timers are real: nobody moves it while a use case pauses between two
/// tries, and the pause takes its milliseconds.
/// </summary>
public sealed class ManualClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime, period);
}
