using System.Globalization;

namespace Payments.EndToEnd.Tests;

/// <summary>The resident memory of a process.</summary>
internal static class ProcessMemory
{
    /// <summary>
    /// Garbage collection is lazy, so a healthy process still grows a little; one that keeps a few KiB of each request
    /// grows beyond this.
    /// </summary>
    private const double MaxGrowth = 1.5;

    /// <summary>In bytes.</summary>
    public static long Read(int process)
    {
        var line = File.ReadLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status")
            .Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kibibytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];
        return 1_024 * long.Parse(kibibytes, CultureInfo.InvariantCulture);
    }

    public static void AssertFlat(long warm, long end) => Assert.True(
        end < MaxGrowth * warm,
        string.Create(CultureInfo.InvariantCulture, $"The worker grew from {warm >> 20} to {end >> 20} MiB."));
}
