namespace Payments.LocalHost.Timers;

/// <summary>
/// An NCRONTAB expression of six fields: second, minute, hour, day, month, day of week. Times are UTC, as in a
/// Function App without a time zone setting. A day must match both its day and its day of week.
/// </summary>
internal sealed class CronSchedule
{
    // 29 February on a given day of the week comes again after 40 years at most (a century without a leap day between).
    private const int FarthestYears = 41;

    private static readonly string[] Months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly string[] Weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly CronField _seconds;
    private readonly CronField _minutes;
    private readonly CronField _hours;
    private readonly CronField _days;
    private readonly CronField _months;
    private readonly CronField _weekdays;

    private CronSchedule(string[] fields)
    {
        _seconds = CronField.Parse(fields[0], 0, 59);
        _minutes = CronField.Parse(fields[1], 0, 59);
        _hours = CronField.Parse(fields[2], 0, 23);
        _days = CronField.Parse(fields[3], 1, 31);
        _months = CronField.Parse(fields[4], 1, 12, Months);
        _weekdays = CronField.Parse(fields[5], 0, 6, Weekdays);
    }

    public static CronSchedule Parse(string expression)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 6
            ? new CronSchedule(fields)
            : throw new FormatException($"'{expression}' has {fields.Length} fields instead of six.");
    }

    /// <summary>The first time of the schedule after <paramref name="time"/>; null when there is none.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        var from = new DateTime(utc.Ticks - utc.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc).AddSeconds(1);
        var end = from.AddYears(FarthestYears);
        for (var day = from.Date; day < end; day = day.AddDays(1))
            if (IsDay(day) && TimeFrom(day == from.Date ? from.TimeOfDay : TimeSpan.Zero) is { } timeOfDay)
                return new DateTimeOffset(day + timeOfDay, TimeSpan.Zero);
        return null;
    }

    private bool IsDay(DateTime day) =>
        _months.Allows(day.Month) && _days.Allows(day.Day) && _weekdays.Allows((int)day.DayOfWeek);

    private TimeSpan? TimeFrom(TimeSpan time)
    {
        for (var hour = _hours.From(time.Hours); hour is not null; hour = _hours.From(hour.Value + 1))
        {
            var sameHour = hour == time.Hours;
            var minute = _minutes.From(sameHour ? time.Minutes : 0);
            for (; minute is not null; minute = _minutes.From(minute.Value + 1))
                if (_seconds.From(sameHour && minute == time.Minutes ? time.Seconds : 0) is { } second)
                    return new TimeSpan(hour.Value, minute.Value, second);
        }
        return null;
    }
}
