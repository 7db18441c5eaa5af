using System.Globalization;
using Payments.Ledger.Balances;

namespace Payments.Dialects.Tests.Flow;

/// <summary>
/// The summary of an order of 100 with shipping of 7.50, step by step. Goods are refunded first, then shipping.
/// </summary>
public sealed class SummaryArithmetic : IDisposable
{
    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("", "", "0 0 0 0 0")]
    [InlineData("100", "", "100 0 100 92.5 7.5")]
    [InlineData("60 40", "20", "100 20 80 72.5 7.5")]
    [InlineData("60 40", "92.5", "100 92.5 7.5 0 7.5")]
    [InlineData("60 40", "95", "100 95 5 0 5")]
    [InlineData("60 40", "100", "100 100 0 0 0")]
    [InlineData("60", "", "60 0 60 52.5 7.5")]
    [InlineData("5", "", "5 0 5 0 5")]
    [InlineData("7.5", "", "7.5 0 7.5 0 7.5")]
    [InlineData("7.51", "", "7.51 0 7.51 0.01 7.5")]
    public async Task The_summary_adds_up_after_captures_and_a_refund(string captures, string refund, string figures)
    {
        await _shop.PaidOrder("c-1", captures.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (refund.Length > 0)
            Assert.Equal(201, (await _shop.Refund($$"""{"order_number":"c-1","amount":{{refund}}}""")).Status);
        await _shop.Service.DrainAsync();

        Assert.Equal(figures, await FiguresAsync());
    }

    [Fact]
    public async Task A_pending_refund_lowers_the_balance_before_it_succeeds()
    {
        await _shop.PaidOrder("c-1", "100");
        await _shop.Refund("""{"order_number":"c-1","amount":95}""");

        Assert.Equal("100 0 5 0 5", await FiguresAsync());
    }

    [Fact]
    public async Task Captures_too_old_count_as_captured_but_not_in_the_balance()
    {
        var (authorization, _) = await _shop.PaidOrder("c-1", "60");
        _shop.Service.Time.Advance(TimeSpan.FromDays(1));
        await _shop.Capture($$"""{"authorization_id":"{{authorization}}","amount":6}""");
        _shop.Service.Time.Advance(CaptureBalance.RefundWindow - TimeSpan.FromDays(1));

        Assert.Equal("66 0 6 0 6", await FiguresAsync());
        _shop.Service.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("66 0 0 0 0", await FiguresAsync());
    }

    [Fact]
    public async Task Credit_payments_are_not_in_the_summary()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100,"shipping":7.5}""");
        await _shop.Credit("""{"order_number":"c-1","description":"Gift","amount":95,"max":95,"currency":"USD"}""");
        await _shop.Authorize(
            """
            {"discriminator":"merchant_of_record_authorization_form","token":"t","order_number":"c-1","key":"a-1"}
            """);
        await _shop.Capture("""{"authorization_id":"a-1"}""");

        Assert.Equal("5 0 5 0 5", await FiguresAsync());
    }

    [Fact]
    public async Task The_summary_shows_the_orders_current_shipping()
    {
        await _shop.PaidOrder("c-1", "100");
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100,"shipping":12}""");
        Assert.Equal("100 0 100 88 12", await FiguresAsync());
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        Assert.Equal("100 0 100 100 0", await FiguresAsync());
    }

    private async Task<string> FiguresAsync()
    {
        var summary = await _shop.GetSummary("c-1");
        string[] paths = ["captured", "refunded", "amounts.balance", "amounts.balance_excluding_shipping",
            "amounts.shipping"];
        return string.Join(' ', paths.Select(path =>
            summary[path].GetDecimal().ToString("0.##", CultureInfo.InvariantCulture)));
    }
}
