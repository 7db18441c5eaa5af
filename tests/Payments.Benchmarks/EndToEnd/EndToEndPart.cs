using Payments.Benchmarks.Figures;
using Payments.Benchmarks.Services;

namespace Payments.Benchmarks.EndToEnd;

/// <summary>Refunds of one capture, through HTTP to their end, on Azurite: all processes of <c>./run</c>.</summary>
/// <param name="against">Another clone, whose service is measured beside this one's; null for none.</param>
internal sealed class EndToEndPart(string? against) : IPart
{
    private const double MinRatio = 2.5;
    private const int MaxCalls = 9;
    private const int MaxTransactions = 4;
    private const string SandboxTable = "sandbox";
    private const int Orders = 32;
    private const int Rounds = 3;
    private const int Counted = 5;

    public string Name => "end-to-end";

    public string Description => "refunds through HTTP to their end, on Azurite";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Reporter reporter)
    {
        await using var both = await SideBySide.StartAsync(against, Orders, reporter);
        reporter.Step("counting storage calls");
        var calls = await both.CountAsync(Counted);
        var figures = new List<Figure>
        {
            Count("storage calls of a refund, without the sandbox's", calls.Own, isBound: true),
        };
        if (calls.Other is { } others) figures.Add(Count("the same, of the other clone", others, isBound: false));
        foreach (var (atATime, refunds) in new[] { (1, 60), (16, 160) })
        {
            reporter.Step($"refunds, {atATime} at a time");
            var (own, other) = await both.RunAsync(Rounds, refunds, atATime, Orders);
            var isBound = other is not null && atATime > 1;
            var ended = Compare($"succeeded a second, {atATime} at a time", own, other, round => round.EndedPerSecond);
            figures.Add(ended with
            {
                Bound = isBound ? $"≥ {MinRatio} ×" : "",
                IsMet = isBound ? own.EndedPerSecond / other!.EndedPerSecond >= MinRatio : null,
            });
            figures.Add(Compare(
                $"accepted a second, {atATime} at a time", own, other, round => round.AcceptedPerSecond));
        }

        return figures;
    }

    private static Figure Compare(
        string goal, RoundResult own, RoundResult? other, Func<RoundResult, double> figure) => other is null
            ? Figure.Plain(goal, $"{figure(own):n0}")
            : Figure.Plain(
                goal, $"{figure(own):n0}, the other clone {figure(other):n0}", $"{figure(own) / figure(other):n2}");

    /// <summary>The calls of the sandbox's books are counted apart: another processor has none.</summary>
    private static Figure Count(string goal, IReadOnlyList<StorageCall> calls, bool isBound)
    {
        var own = calls.Where(call => call.Target != SandboxTable).ToList();
        var sandbox = calls.Count - own.Count;

        // A transaction's address does not name its table; the sandbox's book takes one for a refund.
        var transactions = own.Count(call => call.IsTransaction) - (sandbox > 0 ? 1 : 0);
        var count = own.Count - (sandbox > 0 ? 1 : 0);
        var kinds = own
            .GroupBy(call => $"{call.Method} {call.Target}")
            .OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => $"{kind.Key} {kind.Count()}");
        var text = $"{count}, {transactions} of them transactions ({string.Join(", ", kinds)}; one is the sandbox's)";
        return isBound
            ? new Figure(
                goal,
                text,
                "",
                $"≤ {MaxCalls}, {MaxTransactions} of them transactions",
                count <= MaxCalls && transactions <= MaxTransactions)
            : Figure.Plain(goal, text);
    }
}
