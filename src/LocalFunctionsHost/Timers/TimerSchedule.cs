using System.Globalization;
using LocalFunctionsHost.Configuration;
using NCrontab;

namespace LocalFunctionsHost.Timers;

/// <summary>
/// When a timer fires, parsed like TimerSchedule.Create of the timer extension: an NCRONTAB expression, with seconds
/// unless it has five fields, or else a time span. Times are local.
/// </summary>
internal sealed class TimerSchedule
{
    private const int FieldsWithoutSeconds = 5;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly CrontabSchedule? _cron;
    private readonly TimeSpan _every;

    private TimerSchedule(CrontabSchedule? cron, TimeSpan every) => (_cron, _every) = (cron, every);

    /// <summary>
    /// Whether the timer fires more often than once a minute: the extension then stores no status and passes no
    /// ScheduleStatus (TimerSchedule.ShouldDisableScheduleMonitor).
    /// </summary>
    public bool IsTooFrequentForStatus { get; private init; }

    public static TimerSchedule Parse(string expression, DateTime now)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var options = new CrontabSchedule.ParseOptions { IncludingSeconds = fields.Length != FieldsWithoutSeconds };
        if (CrontabSchedule.TryParse(expression, options) is { } cron)
        {
            var isEachMinute = cron.ToString().Split(' ').Skip(1).All(field => field == "*");
            return new TimerSchedule(cron, default)
            {
                IsTooFrequentForStatus = isEachMinute && cron.GetNextOccurrences(now, now + Minute).Skip(1).Any(),
            };
        }
        if (TimeSpan.TryParse(expression, CultureInfo.InvariantCulture, out var every) && every > TimeSpan.Zero)
            return new TimerSchedule(null, every) { IsTooFrequentForStatus = every < Minute };
        throw new FunctionRejectedException(
            $"the schedule expression '{expression}' is neither a cron expression nor a time span");
    }

    public DateTime NextAfter(DateTime time) => _cron?.GetNextOccurrence(time) ?? time + _every;
}
