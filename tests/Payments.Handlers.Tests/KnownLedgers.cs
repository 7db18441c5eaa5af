using Payments.Handlers.Refunds;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;

namespace Payments.Handlers.Tests;

/// <summary>A request is decided on the ledger that its dialect has read, as long as nothing else came first.</summary>
public sealed class KnownLedgers
{
    private readonly Shop _shop = new();

    [Fact]
    public async Task A_request_does_not_read_again_what_its_dialect_has_read()
    {
        await _shop.CapturedAsync(100);
        var read = await _shop.Ledgers.LoadAsync(Shop.Ledger, [], default);

        (await _shop.Refunds.RequestAsync(Shop.Organization, Requests.Refund(60), read, default)).Accepted();

        Assert.Equal("commit 1, enqueue 1, timeline 1", _shop.Wire.Cost);
    }

    [Fact]
    public async Task A_request_is_decided_again_if_another_process_changed_the_ledger_since()
    {
        await _shop.CapturedAsync(100);
        var read = await _shop.Ledgers.LoadAsync(Shop.Ledger, [], default);
        (await _shop.RefundAsync(Requests.Refund(60), _shop.Another())).Accepted();

        var answer = await _shop.Refunds.RequestAsync(Shop.Organization, Requests.Refund(60), read, default);

        Assert.Equal(RejectionReason.InsufficientFunds, answer.Reason());
        Assert.Equal(Shop.Dollars(60), (await _shop.HeadAsync()).Reserved);
    }

    [Fact]
    public async Task A_request_that_is_executed_again_finds_what_it_created_although_its_dialect_read_the_ledger()
    {
        await _shop.CapturedAsync(100);
        var seed = Guid.CreateVersion7();
        async Task<Answer<RefundView>> ExecuteAsync()
        {
            var read = await _shop.Ledgers.LoadAsync(Shop.Ledger, [], default);
            return await ReproducibleExecution.RunAsync(seed, () =>
                _shop.Refunds.RequestAsync(Shop.Organization, Requests.Refund(60), read, default));
        }

        var first = (await ExecuteAsync()).Accepted();
        var again = (await ExecuteAsync()).Accepted();

        Assert.Equal((Outcome.Created, Outcome.Replayed), (first.Outcome, again.Outcome));
        Assert.Equal(first.Result.Refund.Id, again.Result.Refund.Id);
        Assert.Equal(Shop.Dollars(60), (await _shop.HeadAsync()).Reserved);
    }
}
