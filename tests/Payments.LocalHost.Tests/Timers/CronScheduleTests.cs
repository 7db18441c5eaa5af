using System.Globalization;
using Payments.LocalHost.Timers;

namespace Payments.LocalHost.Tests.Timers;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("* * * * * *", "2026-01-01 00:00:00", "2026-01-01 00:00:01")]
    [InlineData("0 */5 * * * *", "2026-01-01 00:00:00", "2026-01-01 00:05:00")]
    [InlineData("0 */5 * * * *", "2026-01-01 00:04:59", "2026-01-01 00:05:00")]
    [InlineData("0 0 * * * *", "2026-12-31 23:30:00", "2027-01-01 00:00:00")]
    [InlineData("0 0 */2 * * *", "2026-01-01 01:00:00", "2026-01-01 02:00:00")]
    [InlineData("0 0 9-17 * * *", "2026-01-01 17:00:00", "2026-01-02 09:00:00")]
    [InlineData("0 30 9 * * *", "2026-01-01 09:29:59", "2026-01-01 09:30:00")]
    [InlineData("0 30 9 * * 1-5", "2026-01-02 09:30:00", "2026-01-05 09:30:00")]
    [InlineData("0 30 9 * Jan Mon", "2026-01-26 09:30:00", "2027-01-04 09:30:00")]
    [InlineData("5,8,10 * * * * *", "2026-01-01 00:00:08", "2026-01-01 00:00:10")]
    [InlineData("0 5/20 * * * *", "2026-01-01 00:25:00", "2026-01-01 00:45:00")]
    [InlineData("0 0 0 31 * *", "2026-01-31 00:00:00", "2026-03-31 00:00:00")]
    [InlineData("0 0 0 29 2 *", "2026-01-01 00:00:00", "2028-02-29 00:00:00")]
    [InlineData("0 0 0 13 * 5", "2026-01-01 00:00:00", "2026-02-13 00:00:00")]
    [InlineData("10-20/5 59 23 * 12 *", "2026-12-31 23:59:15", "2026-12-31 23:59:20")]
    public void The_next_time_is_the_first_after_now(string expression, string now, string next) =>
        Assert.Equal(Utc(next), CronSchedule.Parse(expression).NextAfter(Utc(now)));

    [Fact]
    public void A_part_of_a_second_counts_as_before_the_next_one() => Assert.Equal(
        Utc("2026-01-01 00:00:01"),
        CronSchedule.Parse("* * * * * *").NextAfter(Utc("2026-01-01 00:00:00").AddMilliseconds(900)));

    [Fact]
    public void A_day_that_never_comes_has_no_next_time() =>
        Assert.Null(CronSchedule.Parse("0 0 0 30 2 *").NextAfter(Utc("2026-01-01 00:00:00")));

    [Theory]
    [InlineData("")]
    [InlineData("* * * * *")]
    [InlineData("* * * * * * *")]
    [InlineData("60 * * * * *")]
    [InlineData("* * 24 * * *")]
    [InlineData("* * * 0 * *")]
    [InlineData("* * * * 13 *")]
    [InlineData("* * * * * 7")]
    [InlineData("*/0 * * * * *")]
    [InlineData("5-1 * * * * *")]
    [InlineData("1,,2 * * * * *")]
    [InlineData("-1 * * * * *")]
    [InlineData("a * * * * *")]
    [InlineData("1/2/3 * * * * *")]
    public void What_is_no_schedule_is_refused(string expression) =>
        Assert.Throws<FormatException>(() => CronSchedule.Parse(expression));

    private static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
