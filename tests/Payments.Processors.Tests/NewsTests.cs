using Microsoft.Extensions.Time.Testing;
using Payments.Handlers.Ports;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Processors.Tests;

public sealed class NewsTests
{
    private static readonly Decline Late = ResponseCodes.ToDecline("025");

    private readonly Shop _shop = new();

    [Theory]
    [InlineData(6005, true)]
    [InlineData(6006, false)]
    public async Task A_refund_of_6005_or_6006_is_pending_until_it_is_asked_about_and_then_approved_or_declined(
        int amount, bool isApproved)
    {
        var money = Shop.Dollars(amount);
        var refund = _shop.RefundOf(await _shop.CapturedAsync(money), money);

        var pending = Assert.IsType<ProcessorResponse.Pending>(await _shop.CallAsync(refund));
        Assert.Equal(pending, await _shop.CallAsync(refund));
        Assert.Equal(Shop.Dollars(0), (await _shop.DollarsMovedAsync()).Refunded);
        Assert.IsType<ProcessorResponse.Declined>(
            await _shop.CallAsync(_shop.RefundOf(refund.Capture, Shop.Dollars(1))));

        var answer = await _shop.QueryAsync(refund, pending.Reference);

        Assert.Equal(isApproved, answer is ProcessorResponse.Approved);
        if (!isApproved) Assert.Equal(new ProcessorResponse.Declined(Late, pending.Reference), answer);
        Assert.Equal(isApproved ? money : Shop.Dollars(0), (await _shop.DollarsMovedAsync()).Refunded);
    }

    [Fact]
    public async Task A_refund_of_6007_is_approved_and_has_failed_by_the_time_that_it_is_asked_about()
    {
        var money = Shop.Dollars(6007);
        var refund = _shop.RefundOf(await _shop.CapturedAsync(money), money);
        var approved = Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(refund));

        Assert.Equal(
            new ProcessorResponse.Declined(Late, approved.Reference),
            await _shop.QueryAsync(refund, approved.Reference));
        Assert.Equal(Shop.Dollars(0), (await _shop.DollarsMovedAsync()).Refunded);
        Assert.IsType<ProcessorResponse.Approved>(
            await _shop.CallAsync(_shop.RefundOf(refund.Capture, Shop.Dollars(1))));
    }

    [Fact]
    public async Task The_statement_has_movements_in_their_order_though_the_clocks_that_booked_them_differ()
    {
        var money = Shop.Dollars(10);
        var refund = _shop.RefundOf(await _shop.CapturedAsync(money), money);
        var approved = Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(refund));
        var behind = new FakeTimeProvider(_shop.Time.GetUtcNow().AddSeconds(-30));
        foreach (var what in (SandboxEvent[])[SandboxEvent.Decline, SandboxEvent.Approve])
            Assert.NotNull(await new SandboxNews(_shop.Books, behind).TellAsync(
                Shop.Organization, approved.Reference, what, CancellationToken.None));

        var movements = await new SandboxMovements(_shop.Books)
            .ReadAsync(Shop.Organization, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CancellationToken.None)
            .Where(movement => movement.Kind == MovementKind.Refund)
            .OrderBy(movement => movement.At)
            .ToListAsync();

        Assert.Equal([false, true, false], movements.Select(movement => movement.IsReturn));
        Assert.Equal(3, movements.Select(movement => movement.At).Distinct().Count());
    }

    [Fact]
    public async Task What_is_not_known_is_unknown()
    {
        var refund = _shop.RefundOf("sbx-none", Shop.Dollars(1));

        Assert.IsType<ProcessorResponse.Unknown>(await _shop.QueryAsync(refund, "sbx-none"));
        Assert.Null(await _shop.InspectAsync("sbx-none"));
    }

    [Fact]
    public async Task A_capture_s_disputes_and_its_void_are_told()
    {
        var capture = await _shop.CapturedAsync(Shop.Dollars(10));
        Assert.Equal((false, 0), await StandingAsync(capture));

        await _shop.TellAsync(capture, SandboxEvent.OpenDispute);
        await _shop.TellAsync(capture, SandboxEvent.OpenDispute);
        Assert.Equal((false, 1), await StandingAsync(capture));
        await _shop.TellAsync(capture, SandboxEvent.WinDispute);
        Assert.Equal(DisputeStatus.Won, Assert.Single((await _shop.InspectAsync(capture))!.Disputes).Status);
        await _shop.TellAsync(capture, SandboxEvent.OpenDispute);
        await _shop.TellAsync(capture, SandboxEvent.LoseDispute);
        await _shop.TellAsync(capture, SandboxEvent.Void);

        Assert.Equal((true, 2), await StandingAsync(capture));
        Assert.Equal(Shop.Dollars(0), (await _shop.DollarsMovedAsync()).Captured);
        var rejected = await _shop.CallAsync(_shop.RefundOf(capture, Shop.Dollars(1)));
        Assert.Equal("040", Assert.IsType<ProcessorResponse.Declined>(rejected).Decline.Code);
    }

    private async Task<(bool Voided, int Disputes)> StandingAsync(string capture)
    {
        var standing = (await _shop.InspectAsync(capture))!;
        return (standing.Voided, standing.Disputes.Length);
    }
}
