using System.Reflection;
using Payments.Simulation.Canaries;

namespace Payments.Simulation.Tests;

/// <summary>A simulation that misses bugs that exist is worth nothing.</summary>
public sealed class CanaryTests(ITestOutputHelper output)
{
    private const int Seeds = 1_000;

    [Theory]
    [InlineData(nameof(Canary.EnqueueAfterCommit))]
    [InlineData(nameof(Canary.HeadTagIgnored))]
    [InlineData(nameof(Canary.UnknownTakenAsDeclined))]
    [InlineData(nameof(Canary.ProcessorKeyNotStable))]
    [InlineData(nameof(Canary.RecordedCapturesPaidOut))]
    [InlineData(nameof(Canary.LateFailureIgnored))]
    public void A_deliberate_bug_is_found_within_1000_seeds(string name)
    {
        var canary = (Canary)typeof(Canary).GetField(name, BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!;
        var found = Enumerable.Range(1, Seeds)
            .Select(seed => Simulation.Run(seed, canary))
            .FirstOrDefault(outcome => outcome.Violation is not null);
        Assert.True(found is not null, $"{name} was not found in {Seeds} seeds.");
        output.WriteLine($"{name} was found by seed {found.Seed}: {found.Violation}");
    }
}
