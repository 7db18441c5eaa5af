using System.Diagnostics;
using Payments.Simulation.Canaries;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Tests;

/// <summary>
/// The same seed gives the same history, byte for byte; otherwise a failing seed could not be replayed.
/// </summary>
public sealed class DeterminismTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(14)]
    [InlineData(178)]
    public void A_seed_run_twice_has_one_history(int seed)
    {
        using var first = new History();
        using var second = new History();
        Simulation.Run(seed, Canary.None, first);
        Simulation.Run(seed, Canary.None, second);
        Assert.Equal(first.Lines, second.Lines);
        Assert.Equal(first.Digest, second.Digest);
    }

    [Fact]
    public async Task A_seed_has_the_same_history_in_another_process()
    {
        using var here = new History();
        Simulation.Run(7, Canary.None, here);

        var assembly = typeof(Simulation).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [assembly, "7"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var there = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Contains(here.Digest, there, StringComparison.Ordinal);
    }
}
