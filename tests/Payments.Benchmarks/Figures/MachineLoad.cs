using System.Globalization;

namespace Payments.Benchmarks.Figures;

/// <summary>
/// How busy the machine is with something else: the share of its CPUs that is in use while this program only waits. It
/// is sampled before and after each part, because figures of a busy machine are not those of an idle one.
/// </summary>
internal static class MachineLoad
{
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(1);

    /// <summary>In percent of all CPUs; null where the system does not tell.</summary>
    public static async Task<int?> MeasureAsync()
    {
        if (Read() is not { } before) return null;
        await Task.Delay(Sample);
        var after = Read()!.Value;
        var total = after.Total - before.Total;
        return total == 0 ? 0 : (int)Math.Round(100.0 * (after.Busy - before.Busy) / total);
    }

    /// <summary>The CPUs' time so far, in clock ticks: the first line of Linux's <c>/proc/stat</c>.</summary>
    private static (long Busy, long Total)? Read()
    {
        const string File = "/proc/stat";
        const int Idle = 3;
        const int WaitingForDisk = 4;
        if (!System.IO.File.Exists(File)) return null;
        var ticks = System.IO.File.ReadLines(File).First()
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(number => long.Parse(number, CultureInfo.InvariantCulture))
            .ToList();
        var total = ticks.Sum();
        return (total - ticks[Idle] - ticks[WaitingForDisk], total);
    }
}
