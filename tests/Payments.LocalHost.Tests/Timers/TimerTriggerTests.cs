namespace Payments.LocalHost.Tests.Timers;

public sealed class TimerTriggerTests
{
    [Fact]
    public async Task A_timer_fires_at_each_time_of_its_schedule()
    {
        var clock = new TestClock(new DateTimeOffset(2026, 1, 1, 12, 0, 30, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(clock);

        await AdvanceAsync(clock, TimeSpan.FromSeconds(29));
        Assert.Empty(host.Recorder.Calls);
        await AdvanceAsync(clock, TimeSpan.FromSeconds(1));
        await host.Recorder.WaitAsync(1);
        await AdvanceAsync(clock, TimeSpan.FromSeconds(60));

        Assert.Equal(
            ["tick 12:01:00 next 12:02:00", "tick 12:02:00 next 12:03:00"],
            await host.Recorder.WaitAsync(2));
    }

    // The timer's loop has to have looked at the clock and be waiting, or the move would go unnoticed.
    private static async Task AdvanceAsync(TestClock clock, TimeSpan time)
    {
        for (var i = 0; clock.Waiting == 0; i++)
        {
            Assert.True(i < 500, "no timer waits");
            await Task.Delay(10);
        }
        clock.Advance(time);
    }
}
