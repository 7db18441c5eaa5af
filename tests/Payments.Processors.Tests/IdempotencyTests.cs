using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Processors.Tests;

public sealed class IdempotencyTests
{
    private static readonly Money Ten = Shop.Dollars(10);

    private readonly Shop _shop = new();

    [Fact]
    public async Task The_same_key_again_gets_the_first_outcome_and_moves_nothing()
    {
        var capture = await _shop.CapturedAsync(Ten);
        var refund = _shop.RefundOf(capture, Shop.Dollars(6));
        var tooMuch = _shop.RefundOf(capture, Shop.Dollars(5));

        var approved = Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(refund));
        var declined = Assert.IsType<ProcessorResponse.Declined>(await _shop.CallAsync(tooMuch));
        Assert.Equal(approved, await _shop.CallAsync(refund));
        Assert.Equal(declined, await _shop.CallAsync(tooMuch));
        Assert.Equal(Shop.Dollars(6), (await _shop.DollarsMovedAsync()).Refunded);
    }

    [Fact]
    public async Task A_new_processor_on_the_same_books_continues_where_the_other_stopped()
    {
        var refund = _shop.RefundOf(await _shop.CapturedAsync(Shop.Dollars(6004)), Shop.Dollars(6004));
        for (var ask = 0; ask < 3; ask++)
            Assert.IsType<ProcessorResponse.Unknown>(await new Shop(_shop.Books).CallAsync(refund));
        Assert.IsType<ProcessorResponse.Approved>(await new Shop(_shop.Books).CallAsync(refund));
    }

    [Fact]
    public async Task The_same_key_with_another_amount_kind_or_target_is_an_error()
    {
        var capture = await _shop.CapturedAsync(Ten);
        var refund = _shop.RefundOf(capture, Shop.Dollars(5));
        await _shop.CallAsync(refund);

        ProcessorOperation[] others =
        [
            refund with { Amount = Shop.Dollars(4) },
            refund with { Amount = Shop.Of(5, "EUR") },
            refund with { Capture = "another" },
            new CaptureFunds(Shop.Organization, refund.IdempotencyKey, refund.Amount, capture),
        ];
        foreach (var other in others)
        {
            var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => _shop.CallAsync(other));
            Assert.StartsWith("Idempotency key reuse", fault.Message, StringComparison.Ordinal);
        }

        Assert.Equal(Shop.Dollars(5), (await _shop.DollarsMovedAsync()).Refunded);
    }

    [Fact]
    public async Task Keys_of_two_organizations_are_independent()
    {
        var mine = new AuthorizeFunds(Shop.Organization, "k", Ten, "tok");
        var theirs = new AuthorizeFunds(OrganizationId.From("other"), "k", Shop.Dollars(20), "tok");
        var first = Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(mine));
        var second = Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(theirs));
        Assert.NotEqual(first.Reference, second.Reference);
        Assert.Single((await _shop.StatementAsync()).Operations);
    }

    [Fact]
    public async Task Another_organizations_capture_is_unknown_to_the_sandbox()
    {
        var capture = await _shop.CapturedAsync(Ten);
        var theirs = new RefundFunds(OrganizationId.From("other"), "k", Shop.Dollars(3), capture);
        Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(theirs));
        Assert.Equal(Shop.Dollars(0), (await _shop.DollarsMovedAsync()).Refunded);
        Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(_shop.RefundOf(capture, Ten)));
    }

    [Fact]
    public async Task References_and_approval_codes_look_real_and_are_the_same_on_every_run()
    {
        var approved = Assert.IsType<ProcessorResponse.Approved>(await _shop.AuthorizeAsync(Ten));
        var elsewhere = Assert.IsType<ProcessorResponse.Approved>(await new Shop().AuthorizeAsync(Ten));
        Assert.Matches("^sbx-[0-9a-f]{32}$", approved.Reference);
        Assert.Matches("^OK[0-9]{4}$", approved.ApprovalCode);
        Assert.Equal(approved, elsewhere);
    }

    [Fact]
    public async Task A_negative_amount_is_an_error() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => _shop.CallAsync(_shop.RefundOf("elsewhere", Shop.Dollars(-1))));
}
