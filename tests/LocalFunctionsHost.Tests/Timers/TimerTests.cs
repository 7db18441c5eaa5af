using System.Text.Json;
using LocalFunctionsHost.Configuration;
using LocalFunctionsHost.Tests.Hosts;
using LocalFunctionsHost.Timers;

namespace LocalFunctionsHost.Tests.Timers;

/// <summary>TimerListener and TimerSchedule of the timer extension.</summary>
public sealed class TimerTests
{
    private static readonly DateTime Noon = new(2030, 1, 1, 12, 0, 0, DateTimeKind.Local);

    [Fact]
    public async Task Timers_fire_on_schedule_and_at_startup_and_their_runs_never_overlap()
    {
        await using var host = await RunningHost.StartAsync();
        await Eventually.IsTrueAsync(
            () => host.Recorded.Count(line => line == "slow timer ended") >= 2
                && host.Recorded.Count(line => line.StartsWith("every second", StringComparison.Ordinal)) >= 3,
            "two slow runs and three short ones");
        var slow = host.Recorded.Where(line => line.StartsWith("slow timer", StringComparison.Ordinal)).ToList();
        for (var i = 0; i + 1 < slow.Count; i += 2)
            Assert.Equal(["slow timer began", "slow timer ended"], slow[i..(i + 2)]);

        var atStart = Assert.Single(host.Recorded, line => line.StartsWith("at start", StringComparison.Ordinal));
        using var info = JsonDocument.Parse(atStart["at start ".Length..]);
        var status = info.RootElement.GetProperty("ScheduleStatus");
        Assert.Equal(default, status.GetProperty("Last").GetDateTime());
        Assert.Equal(3, status.GetProperty("Next").GetDateTime().Hour);
        Assert.False(info.RootElement.GetProperty("IsPastDue").GetBoolean());
    }

    [Fact]
    public async Task A_timer_that_fires_more_often_than_once_a_minute_gets_no_status()
    {
        await using var host = await RunningHost.StartAsync();
        var line = await Eventually.GetAsync(
            () => host.Recorded.FirstOrDefault(line => line.StartsWith("every second", StringComparison.Ordinal)),
            "a run");
        Assert.Equal("every second {\"ScheduleStatus\":null,\"IsPastDue\":false}", line);
    }

    [Theory]
    [InlineData("0 */5 * * * *", "12:05:00")]
    [InlineData("*/5 * * * *", "12:05:00")]
    [InlineData("30 0 13 * * *", "13:00:30")]
    [InlineData("00:00:07", "12:00:07")]
    public void An_expression_has_seconds_unless_it_has_five_fields_and_may_be_a_time_span(
        string expression, string expected) =>
        Assert.Equal(TimeSpan.Parse(expected), TimerSchedule.Parse(expression, Noon).NextAfter(Noon).TimeOfDay);

    [Theory]
    [InlineData("*/10 * * * * *", true)]
    [InlineData("0 * * * * *", false)]
    [InlineData("0 */5 * * * *", false)]
    [InlineData("00:00:59", true)]
    [InlineData("00:01:00", false)]
    public void Whether_a_schedule_has_a_status_depends_on_its_frequency(string expression, bool isTooFrequent) =>
        Assert.Equal(isTooFrequent, TimerSchedule.Parse(expression, Noon).IsTooFrequentForStatus);

    [Theory]
    [InlineData("")]
    [InlineData("* * *")]
    [InlineData("99 * * * * *")]
    [InlineData("00:00:00")]
    public void An_invalid_schedule_rejects_the_function(string expression) =>
        Assert.Throws<FunctionRejectedException>(() => TimerSchedule.Parse(expression, Noon));
}
