using Payments.Handlers.Ports;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Tests;

public sealed class LedgerGates
{
    private readonly LedgerGate _gate = new();

    [Fact]
    public async Task Changes_of_one_ledger_take_turns()
    {
        var (inside, most) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
        {
            using var turn = await _gate.EnterAsync(Shop.Ledger, default);
            most = Math.Max(most, ++inside);
            await Task.Yield();
            inside--;
        })));

        Assert.Equal((0, 1), (inside, most));
    }

    [Fact]
    public async Task Another_ledger_does_not_have_to_wait()
    {
        using var first = await _gate.EnterAsync(Shop.Ledger, default);

        var other = _gate.EnterAsync(LedgerAddress.ForOrder(Shop.Organization, OrderNumber.From("1002")), default);

        Assert.True(other.IsCompleted);
        (await other).Dispose();
    }

    [Fact]
    public async Task A_canceled_waiter_blocks_nobody()
    {
        var first = await _gate.EnterAsync(Shop.Ledger, default);
        using var cancellation = new CancellationTokenSource();
        var waiting = _gate.EnterAsync(Shop.Ledger, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        first.Dispose();
        first.Dispose();

        using var next = await _gate.EnterAsync(Shop.Ledger, default).WaitAsync(TimeSpan.FromSeconds(5));

        Assert.False(_gate.EnterAsync(Shop.Ledger, default).IsCompleted);
    }
}
