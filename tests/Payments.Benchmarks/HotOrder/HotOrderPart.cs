using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Payments.Benchmarks.EndToEnd;
using Payments.Benchmarks.Figures;
using Payments.Benchmarks.Load;
using Payments.Benchmarks.Services;
using Payments.Handlers.Dispatch;
using Payments.Testing.InMemory;

namespace Payments.Benchmarks.HotOrder;

/// <summary>Refunds of one order, many at a time: they wait for one ledger.</summary>
/// <param name="against">Another clone, whose service is measured beside this one's; null for none.</param>
internal sealed class HotOrderPart(string? against) : IPart
{
    private const int AtATime = 64;
    private const double MinPerSecond = 500;
    private const double MinRatio = 5;
    private const int Rounds = 2;
    private const int Refunds = 256;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    public string Name => "hot-order";

    public string Description => $"refunds of one order, {AtATime} at a time";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Reporter reporter) =>
        [.. await MeasureInMemoryAsync(reporter), .. await MeasureOnAzuriteAsync(reporter)];

    private static async Task<IReadOnlyList<Figure>> MeasureInMemoryAsync(Reporter reporter)
    {
        reporter.Step("one order on stores in memory");
        await using var service = await InMemoryService.StartAsync();
        await new Shop(service.Services).PayAsync(RefundLoad.OrderName(0), 10_000_000);
        var queue = service.Services.GetRequiredService<InMemoryWorkQueue>();
        queue.TakeAll();
        var load = new RefundLoad(service.Port, AtATime, Orders: 1, WarmUp, Time);
        var result = await LoadProcess.RunAsync(load, () => { }, () => { });

        reporter.Step("the queue's side on stores in memory");
        var dispatch = service.Services.GetRequiredService<WorkDispatch>();
        var work = queue.TakeAll();
        var watch = Stopwatch.StartNew();
        foreach (var message in work) await dispatch.HandleAsync(message.Work, CancellationToken.None);
        var executed = work.Count / watch.Elapsed.TotalSeconds;
        return
        [
            Rate("accepted a second, stores in memory", result.PerSecond),
            Rate("executed a second, stores in memory", executed),
            Wait("the longest wait, stores in memory", TimeSpan.FromMilliseconds(result.MaxWaitMilliseconds)),
        ];
    }

    private async Task<IReadOnlyList<Figure>> MeasureOnAzuriteAsync(Reporter reporter)
    {
        await using var both = await SideBySide.StartAsync(against, orders: 1, reporter);
        reporter.Step("one order on Azurite");
        var (own, other) = await both.RunAsync(Rounds, Refunds, AtATime, orders: 1);
        return
        [
            Compare("accepted a second, on Azurite", own, other, round => round.AcceptedPerSecond),
            Compare("succeeded a second, on Azurite", own, other, round => round.EndedPerSecond),
            Wait("the longest wait, on Azurite", own.MaxWait),
        ];
    }

    private static Figure Rate(string goal, double perSecond) =>
        new(goal, $"{perSecond:n0}", "", $"≥ {MinPerSecond}", perSecond >= MinPerSecond);

    private static Figure Wait(string goal, TimeSpan longest) =>
        new(goal, $"{longest.TotalMilliseconds:n0} ms", "", "< 1 s", longest < MaxWait);

    private static Figure Compare(
        string goal, RoundResult own, RoundResult? other, Func<RoundResult, double> figure) => other is null
            ? Figure.Plain(goal, $"{figure(own):n0}")
            : new Figure(
                goal,
                $"{figure(own):n0}, the other clone {figure(other):n0}",
                $"{figure(own) / figure(other):n2}",
                $"≥ {MinRatio} ×",
                figure(own) / figure(other) >= MinRatio);
}
