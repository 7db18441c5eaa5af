using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;

namespace Payments.Handlers.Tests;

/// <summary>What the writer treats as a torn read, and what as a failure.</summary>
public sealed class TornReads
{
    private readonly Shop _shop = new();
    private int _decisions;

    [Fact]
    public async Task A_decision_on_a_torn_read_is_repeated_on_the_next_read()
    {
        await _shop.RegisterAsync(100);

        var written = await WriteAsync(
            () => _decisions == 1 ? throw new TornReadException("The record is older than the head.") : "made");

        Assert.Equal("made", written.Result);
        Assert.Equal(2, _decisions);
    }

    [Fact]
    public async Task A_change_that_would_not_add_up_is_also_decided_once_more()
    {
        await _shop.RegisterAsync(100);

        var written = await WriteAsync(
            () => _decisions == 1 ? throw new BrokenInvariantException("-1.00 USD reserved.") : "made");

        Assert.Equal("made", written.Result);
    }

    [Fact]
    public async Task A_state_that_contradicts_itself_twice_is_a_failure()
    {
        await _shop.RegisterAsync(100);

        await Assert.ThrowsAsync<TornReadException>(
            () => WriteAsync(() => throw new TornReadException("The record is not there.")));

        Assert.Equal(2, _decisions);
    }

    [Fact]
    public async Task A_failed_search_in_the_core_is_a_failure_at_once()
    {
        await _shop.RegisterAsync(100);
        string[] nothing = [];

        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(() => nothing.First()));

        Assert.Equal(1, _decisions);
    }

    private Task<Written<string>> WriteAsync(Func<string> decide) => _shop.Another().Get<LedgerWriter>().WriteAsync(
        Shop.Ledger,
        [],
        loaded =>
        {
            _decisions++;
            return new Decision<string>.Unchanged(decide());
        },
        known: null,
        default);
}
