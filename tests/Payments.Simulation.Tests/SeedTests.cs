using System.Globalization;
using Payments.Simulation.Canaries;
using Payments.Testing;

namespace Payments.Simulation.Tests;

/// <summary>1,000 seeds; 100,000 with <c>./test deep</c>; only one if <c>SEED</c> names it.</summary>
public sealed class SeedTests
{
    private const int Seeds = 1_000;
    private const int DeepSeeds = 100_000;

    [Fact]
    public void No_seed_finds_money_lost_or_paid_twice()
    {
        var (first, last) = Wanted();
        using var failures = new StringWriter();
        var campaign = Campaign.Run(first, last, Canary.None, failures, line => Publish(line + Environment.NewLine));
        Publish(campaign.Describe());
        Assert.True(campaign.Failed.Count == 0, failures.ToString());
    }

    /// <summary>Test runners hide the output of a passing test, so <c>./test</c> prints this file.</summary>
    private static void Publish(string figures)
    {
        var folder = Directory.CreateDirectory(Path.Combine(RepositoryRoot.Path, ".local"));
        File.AppendAllText(Path.Combine(folder.FullName, "simulation.txt"), figures);
    }

    private static (int First, int Last) Wanted()
    {
        if (Environment.GetEnvironmentVariable("SEED") is { Length: > 0 } text)
        {
            var seed = int.Parse(text, CultureInfo.InvariantCulture);
            return (seed, seed);
        }

        var isDeep = Environment.GetEnvironmentVariable("PAYMENTS_TEST_DEPTH") == "deep";
        return (1, isDeep ? DeepSeeds : Seeds);
    }
}
