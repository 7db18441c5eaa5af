using System.Globalization;
using System.Text;

namespace Payments.Simulation;

/// <summary>Many seeds, and what they came to together.</summary>
internal sealed class Campaign
{
    private const int LinesOfHistory = 60;
    private const int ToldAtMost = 5;

    private readonly long[] _injected = new long[Enum.GetValues<FaultKind>().Length];
    private readonly List<Outcome> _failed = [];
    private readonly Lock _lock = new();
    private long _deadLetters;
    private long _runs;
    private long _steps;

    /// <summary>The runs in which something was wrong.</summary>
    public IReadOnlyList<Outcome> Failed => _failed;

    /// <summary>Runs all seeds, one on each core, and writes down what is found wrong.</summary>
    public static Campaign Run(int first, int last, Canary canary, TextWriter output)
    {
        var campaign = new Campaign();
        Parallel.For(
            first,
            last + 1,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            seed => campaign.Add(Simulation.Run(seed, canary)));
        campaign._failed.Sort((one, other) => one.Seed.CompareTo(other.Seed));
        foreach (var failed in campaign._failed.Take(ToldAtMost)) output.WriteLine(Tell(failed, canary));
        return campaign;
    }

    /// <summary>The figures.</summary>
    public string Describe(TimeSpan took)
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{_runs} seeds, {_failed.Count} failed, {_steps} steps, {_deadLetters} dead letters put back, "
            + $"{_runs / took.TotalSeconds:f1} seeds a second");
        foreach (var kind in Enum.GetValues<FaultKind>())
            text.AppendLine(CultureInfo.InvariantCulture, $"  {kind,-24} {_injected[(int)kind],12:n0}");
        return text.ToString();
    }

    /// <summary>A failing seed, the end of its history, and how to see it again.</summary>
    private static string Tell(Outcome failed, Canary canary)
    {
        using var history = new History();
        Simulation.Run(failed.Seed, canary, history);
        return $"""
            Seed {failed.Seed}: {failed.Violation}
            {string.Join('\n', history.Lines.TakeLast(LinesOfHistory))}
            To see it whole: dotnet run --project tests/Payments.Simulation -c Release -- {failed.Seed}

            """;
    }

    private void Add(Outcome outcome)
    {
        lock (_lock)
        {
            _runs++;
            _steps += outcome.Steps;
            _deadLetters += outcome.DeadLetters;
            for (var kind = 0; kind < _injected.Length; kind++) _injected[kind] += outcome.Injected[kind];
            if (outcome.Violation is not null) _failed.Add(outcome);
        }
    }
}
