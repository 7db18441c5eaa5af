using System.Diagnostics;
using System.Globalization;
using System.Text;
using Payments.Simulation.Canaries;
using Payments.Simulation.FaultInjection;
using Payments.Simulation.Worlds;

namespace Payments.Simulation;

/// <summary>Runs many seeds and sums up their results.</summary>
internal sealed class Campaign
{
    private const int LinesOfHistory = 60;
    private const int ToldAtMost = 5;

    /// <summary>Seeds per line of progress: a few minutes' worth.</summary>
    private const int Stretch = 5_000;

    private readonly long[] _injected = new long[Enum.GetValues<FaultKind>().Length];
    private readonly List<Outcome> _failed = [];
    private readonly Lock _lock = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Action<string> _progress;
    private long _deadLetters;
    private long _runs;
    private long _steps;

    private Campaign(Action<string> progress) => _progress = progress;

    /// <summary>The runs with a violation.</summary>
    public IReadOnlyList<Outcome> Failed => _failed;

    /// <summary>Runs all seeds, one per core, reports progress, and writes down the violations at the end.</summary>
    public static Campaign Run(int first, int last, Canary canary, TextWriter output, Action<string> progress)
    {
        var campaign = new Campaign(progress);
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
    public string Describe()
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{_runs} seeds, {_failed.Count} failed, {_steps} steps, {_deadLetters} dead letters requeued, "
            + $"{_runs / _watch.Elapsed.TotalSeconds:f1} seeds a second");
        foreach (var kind in Enum.GetValues<FaultKind>())
            text.AppendLine(CultureInfo.InvariantCulture, $"  {kind,-24} {_injected[(int)kind],12:n0}");
        return text.ToString();
    }

    /// <summary>A failing seed, the end of its history, and how to replay it.</summary>
    private static string Tell(Outcome failed, Canary canary)
    {
        using var history = new History();
        Simulation.Run(failed.Seed, canary, history);
        return $"""
            Seed {failed.Seed}: {failed.Violation}
            {string.Join('\n', history.Lines.TakeLast(LinesOfHistory))}
            To replay it: dotnet run --project tests/Payments.Simulation -c Release -- {failed.Seed}

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
            if (outcome.Violation is not null)
            {
                _failed.Add(outcome);
                _progress($"Seed {outcome.Seed} failed: {outcome.Violation}");
            }

            if (_runs % Stretch == 0)
                _progress($"{_runs} seeds in {_watch.Elapsed:hh\\:mm\\:ss}, {_failed.Count} failed");
        }
    }
}
