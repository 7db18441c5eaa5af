using System.Diagnostics;
using Azure.Core;
using Azure.Data.Tables;
using Payments.Benchmarks.Figures;
using Payments.Benchmarks.Services;

namespace Payments.Benchmarks.Saturation;

/// <summary>
/// How close the service comes to what the table service can do: its calls a second, divided by those of a bare client
/// with the same mix of calls, on the same Azurite and in turns.
/// </summary>
internal sealed class SaturationPart : IPart
{
    private const double MinRatio = 0.85;
    private const int AtATime = 32;
    private const int Rounds = 4;
    private const int Recorded = 5;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(4);

    public string Name => "saturation";

    public string Description => $"calls a second of the service and of a bare client, {AtATime} at a time, on Azurite";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Reporter reporter)
    {
        var state = Directory.CreateTempSubdirectory("payments-bench-").FullName;
        try
        {
            await using var tables = await AzuriteServer.StartAsync(state);
            return await MeasureAsync(tables, reporter);
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(AzuriteServer tables, Reporter reporter)
    {
        var recorder = new CallRecorder();
        await using var service = await AzuriteBackedService.StartAsync(tables.ConnectionString, recorder);
        reporter.Step("preparing orders");
        var shop = new Shop(service.Services);
        foreach (var order in Enumerable.Range(0, AtATime)) await shop.PayAsync(Order(order), 1_000_000);
        await service.WorkAsync();

        reporter.Step("recording the calls of a few refunds");
        foreach (var order in Enumerable.Range(0, AtATime)) await service.RefundAsync(Order(order));
        recorder.Begin();
        for (var refund = 0; refund < Recorded; refund++) await service.RefundAsync(Order(refund));
        var mix = recorder.End();

        var options = new TableClientOptions();
        var counted = new CallRecorder();
        options.AddPolicy(counted, HttpPipelinePosition.PerRetry);
        var bare = new BareClient(new TableServiceClient(tables.ConnectionString, options), mix);
        await bare.PrepareAsync();
        var (own, others) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            reporter.Step($"round {round + 1} of {Rounds}");
            own.Add(await RunAsync(recorder, async (number, stopping) =>
            {
                while (!stopping.IsCancellationRequested) await service.RefundAsync(Order(number));
            }));
            others.Add(await RunAsync(counted, bare.RunAsync));
            tables.TakeCalls();
        }

        var ratio = own.Sum() / others.Sum();
        return
        [
            new(
                "storage calls a second, by the service",
                $"{own.Average():n0}, a bare client {others.Average():n0}",
                $"{ratio:n2}",
                $"≥ {MinRatio}",
                ratio >= MinRatio),
            Figure.Plain("refunds a second that these calls make", $"{own.Average() * Recorded / mix.Count:n0}"),
            Figure.Plain("the mix, of one refund", Describe(mix)),
        ];
    }

    /// <summary>The calls a second of all callers together.</summary>
    private static async Task<double> RunAsync(CallRecorder calls, Func<int, CancellationToken, Task> call)
    {
        using var stopping = new CancellationTokenSource();
        var callers = Enumerable.Range(0, AtATime).Select(number => call(number, stopping.Token)).ToList();
        var (before, watch) = (calls.Count, Stopwatch.StartNew());
        await Task.WhenAny(Task.Delay(Time), Task.WhenAny(callers));
        var perSecond = (calls.Count - before) / watch.Elapsed.TotalSeconds;
        await stopping.CancelAsync();
        await Task.WhenAll(callers);
        return perSecond;
    }

    private static string Order(int number) => $"order-{number}";

    private static string Describe(IReadOnlyList<RecordedCall> mix) => string.Join(", ", mix
        .GroupBy(call => call.Kind)
        .OrderBy(kind => kind.Key)
        .Select(kind => (Name: Plural(kind.Key), Count: (double)kind.Count(), Bytes: kind.Average(call => call.Bytes)))
        .Select(kind => $"{kind.Count / Recorded:0.#} {kind.Name} of {kind.Bytes:n0} bytes"));

    private static string Plural(CallKind kind) => kind switch
    {
        CallKind.Read => "reads by key",
        CallKind.Query => "queries",
        CallKind.Write => "writes",
        _ => "transactions",
    };
}
