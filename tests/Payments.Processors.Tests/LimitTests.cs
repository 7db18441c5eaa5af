using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Processors.Sandbox;

namespace Payments.Processors.Tests;

public sealed class LimitTests
{
    private readonly Shop _shop = new();

    [Fact]
    public async Task A_refund_above_what_its_capture_has_left_is_declined()
    {
        var capture = await _shop.CapturedAsync(Shop.Dollars(10));
        Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(_shop.RefundOf(capture, Shop.Dollars(7))));
        Assert.Equal("810", await DeclinedAsync(_shop.RefundOf(capture, Shop.Dollars(3.01m))));
        Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(_shop.RefundOf(capture, Shop.Dollars(3))));
    }

    [Fact]
    public async Task A_capture_above_what_its_authorization_has_left_is_declined()
    {
        var approved = Assert.IsType<ProcessorResponse.Approved>(await _shop.AuthorizeAsync(Shop.Dollars(10)));
        var authorization = approved.Reference;
        Assert.IsType<ProcessorResponse.Approved>(
            await _shop.CallAsync(_shop.CaptureOf(authorization, Shop.Dollars(7))));
        Assert.Equal("809", await DeclinedAsync(_shop.CaptureOf(authorization, Shop.Dollars(3.01m))));
        Assert.IsType<ProcessorResponse.Approved>(
            await _shop.CallAsync(_shop.CaptureOf(authorization, Shop.Dollars(3))));
    }

    [Fact]
    public async Task A_released_amount_of_an_authorization_cannot_be_captured()
    {
        var approved = Assert.IsType<ProcessorResponse.Approved>(await _shop.AuthorizeAsync(Shop.Dollars(10)));
        var release = new ReleaseFunds(Shop.Organization, "release-1", Shop.Dollars(10), approved.Reference);

        var released = await _shop.CallAsync(release);

        Assert.Equal(released, await _shop.CallAsync(release));
        Assert.IsType<ProcessorResponse.Approved>(released);
        Assert.Equal("809", await DeclinedAsync(_shop.CaptureOf(approved.Reference, Shop.Dollars(0.01m))));
        Assert.Equal(Shop.Dollars(0), (await _shop.DollarsMovedAsync()).Captured);
    }

    [Fact]
    public async Task A_captured_amount_cannot_be_released()
    {
        var approved = Assert.IsType<ProcessorResponse.Approved>(await _shop.AuthorizeAsync(Shop.Dollars(10)));
        await _shop.CallAsync(_shop.CaptureOf(approved.Reference, Shop.Dollars(1)));

        Assert.Equal("809", await DeclinedAsync(
            new ReleaseFunds(Shop.Organization, "release-1", Shop.Dollars(10), approved.Reference)));
    }

    [Fact]
    public async Task A_settlement_above_its_credit_is_declined()
    {
        var credit = await CreditedAsync(Shop.Dollars(10));
        Assert.Equal("809", await DeclinedAsync(Settlement("a", Shop.Dollars(11), credit)));
        Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(Settlement("b", Shop.Dollars(10), credit)));
        Assert.Equal("809", await DeclinedAsync(Settlement("c", Shop.Dollars(10), credit)));
    }

    [Fact]
    public async Task A_capture_unknown_to_the_sandbox_has_no_limit()
    {
        for (var i = 0; i < 3; i++)
        {
            var refund = _shop.RefundOf("elsewhere-1", Shop.Dollars(400));
            Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(refund));
        }

        Assert.Equal(Shop.Dollars(1200), (await _shop.DollarsMovedAsync()).Refunded);
    }

    [Fact]
    public async Task A_currency_other_than_the_targets_is_declined()
    {
        var capture = await _shop.CapturedAsync(Shop.Dollars(10));
        Assert.Equal("804", await DeclinedAsync(_shop.RefundOf(capture, Shop.Of(5, "EUR"))));
    }

    [Fact]
    public async Task A_declined_target_or_one_of_another_kind_cannot_be_used()
    {
        var authorization = Assert.IsType<ProcessorResponse.Approved>(
            await _shop.AuthorizeAsync(Shop.Dollars(10), "tok-capture-decline")).Reference;
        await _shop.CallAsync(_shop.CaptureOf(authorization, Shop.Dollars(10)));
        var declined = (await _shop.StatementAsync()).Operations.Single(row => row.State == SandboxState.Declined);

        Assert.Equal("040", await DeclinedAsync(_shop.RefundOf(declined.Reference, Shop.Dollars(10))));
        Assert.Equal("040", await DeclinedAsync(_shop.RefundOf(authorization, Shop.Dollars(10))));
    }

    [Fact]
    public async Task The_limit_also_applies_to_a_timeout_and_its_outcome_is_reported_when_queried()
    {
        var refund = _shop.RefundOf(await _shop.CapturedAsync(Shop.Dollars(6000)), Shop.Dollars(6001));
        Assert.IsType<ProcessorResponse.Unknown>(await _shop.CallAsync(refund));
        Assert.Equal("810", await DeclinedAsync(refund));
    }

    [Fact]
    public async Task The_statement_sums_movements_per_currency_and_lists_every_operation()
    {
        var capture = await _shop.CapturedAsync(Shop.Dollars(100));
        await _shop.CapturedAsync(Shop.Of(3000, "JPY"));
        await _shop.CallAsync(_shop.RefundOf(capture, Shop.Dollars(12.34m)));
        await _shop.CallAsync(_shop.RefundOf(capture, Shop.Dollars(1)));
        await _shop.CallAsync(_shop.RefundOf(capture, Shop.Dollars(1000)));
        var credit = await CreditedAsync(Shop.Of(25, "EUR"));
        await CreditedAsync(Shop.Of(50, "EUR"));
        await _shop.CallAsync(Settlement("settle", Shop.Of(25, "EUR"), credit));

        var statement = await _shop.StatementAsync();
        Assert.Equal(["EUR", "JPY", "USD"], statement.Totals.Keys);
        Assert.Equal(
            new SandboxTotals(Shop.Dollars(100), Shop.Dollars(13.34m), Shop.Dollars(0)), statement.Totals["USD"]);
        Assert.Equal(Shop.Of(3000, "JPY"), statement.Totals["JPY"].Captured);
        Assert.Equal(Shop.Of(25, "EUR"), statement.Totals["EUR"].Credited);
        Assert.Equal(Shop.Of(0, "GBP"), statement.In(Currency.Parse("GBP")).Captured);
        Assert.Equal(10, statement.Operations.Length);
        Assert.Equal(
            Shop.Dollars(13.34m), statement.Operations.Single(operation => operation.Reference == capture).Used);
    }

    private static SettleFunds Settlement(string key, Money amount, string credit) =>
        new(Shop.Organization, key, amount, credit);

    private async Task<string> CreditedAsync(Money amount)
    {
        var answer = await _shop.CallAsync(_shop.CreditOf(amount, Shop.Card("4012001928706700")));
        return Assert.IsType<ProcessorResponse.Approved>(answer).Reference;
    }

    private async Task<string> DeclinedAsync(ProcessorOperation operation) =>
        Assert.IsType<ProcessorResponse.Declined>(await _shop.CallAsync(operation)).Decline.Code;
}
