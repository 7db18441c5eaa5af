using Payments.Benchmarks.Services;
using Payments.Testing;

namespace Payments.Benchmarks.EndToEnd;

/// <summary>
/// This clone's service and, if another clone is named, that one's: their rounds take turns, so that both meet the same
/// machine.
/// </summary>
internal sealed class SideBySide : IAsyncDisposable
{
    private readonly List<RunningService> _services = [];
    private readonly List<RefundRounds> _rounds = [];

    private SideBySide()
    {
    }

    public static async Task<SideBySide> StartAsync(string? against, int orders, Reporter reporter)
    {
        var both = new SideBySide();
        try
        {
            foreach (var clone in new[] { RepositoryRoot.Path, against }.OfType<string>())
            {
                reporter.Step($"starting the service of {clone}");
                var service = await RunningService.StartAsync(clone);
                both._services.Add(service);
                both._rounds.Add(new RefundRounds(service));
                await both._rounds[^1].PrepareAsync(orders);
                await both._rounds[^1].RunAsync(orders, atATime: 1, orders);
            }
        }
        catch
        {
            await both.DisposeAsync();
            throw;
        }

        return both;
    }

    /// <summary>This clone's result, and that of the other, if there is one.</summary>
    public async Task<(RoundResult Own, RoundResult? Other)> RunAsync(int rounds, int refunds, int atATime, int orders)
    {
        var results = _rounds.Select(_ => new List<RoundResult>()).ToList();
        for (var round = 0; round < rounds; round++)
        {
            for (var side = 0; side < _rounds.Count; side++)
                results[side].Add(await _rounds[side].RunAsync(refunds, atATime, orders));
        }

        return (RoundResult.Sum(results[0]), results.Count > 1 ? RoundResult.Sum(results[1]) : null);
    }

    /// <summary>The storage calls of so many refunds of each service.</summary>
    public async Task<(IReadOnlyList<StorageCall> Own, IReadOnlyList<StorageCall>? Other)> CountAsync(int refunds) => (
        await _rounds[0].CountAsync(refunds),
        _rounds.Count > 1 ? await _rounds[1].CountAsync(refunds) : null);

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services) await service.DisposeAsync();
    }
}
