using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Payments.Benchmarks.Figures;

namespace Payments.Benchmarks.Core;

/// <summary>The core and what surrounds it, without stores: BenchmarkDotNet, in this process.</summary>
internal sealed class CorePart : IPart
{
    private const int WarmUps = 3;
    private const int Iterations = 5;
    private const int IterationMilliseconds = 100;

    public string Name => "core";

    public string Description => "allocation, reading, writing and serialization";

    public Task<IReadOnlyList<Figure>> MeasureAsync(Reporter reporter)
    {
        var job = Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(WarmUps)
            .WithIterationCount(Iterations)
            .WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(IterationMilliseconds));
        var artifacts = Directory.CreateTempSubdirectory("payments-bench-").FullName;
        var config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(new StepLogger(reporter))
            .WithArtifactsPath(artifacts);
        try
        {
            IReadOnlyList<Figure> figures =
            [
                .. new[] { typeof(AllocationBenchmarks), typeof(DialectBenchmarks), typeof(SerializationBenchmarks) }
                    .SelectMany(type => BenchmarkRunner.Run(type, config).Reports)
                    .Select(ToFigure),
            ];
            return Task.FromResult(figures);
        }
        finally
        {
            Directory.Delete(artifacts, recursive: true);
        }
    }

    private static Figure ToFigure(BenchmarkReport report)
    {
        var benchmark = report.BenchmarkCase;
        var goal = benchmark.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
        if (benchmark.HasParameters) goal += $" ({benchmark.Parameters.DisplayInfo.Trim('[', ']')})";
        if (report.ResultStatistics is not { } statistics)
            throw new InvalidOperationException($"There is no figure for {goal}.");
        var bytes = report.GcStats.GetBytesAllocatedPerOperation(benchmark) ?? 0;
        return Figure.Plain(goal, $"{statistics.Median / 1_000:n1} µs, {bytes / 1_000.0:n1} kB allocated");
    }

    /// <summary>Reports which benchmark runs; the rest of what BenchmarkDotNet says is left out.</summary>
    private sealed class StepLogger(Reporter reporter) : ILogger
    {
        private const string Begins = "// Benchmark: ";

        public string Id => nameof(StepLogger);

        public int Priority => 0;

        public void Write(LogKind logKind, string text) => WriteLine(logKind, text);

        public void WriteLine()
        {
        }

        public void WriteLine(LogKind logKind, string text)
        {
            if (text.StartsWith(Begins, StringComparison.Ordinal)) reporter.Step(text[Begins.Length..].Split(':')[0]);
        }

        public void Flush()
        {
        }
    }
}
