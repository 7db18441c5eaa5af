using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Tests.Flow;

/// <summary>What becomes of captures at the processor, as Flow's clients see it.</summary>
public sealed class DisputesAndVoids : IDisposable
{
    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task What_is_disputed_is_not_refundable_until_the_dispute_is_won()
    {
        var (_, captures) = await _shop.PaidOrder("c-1", "60", "40");

        await StandAsync(captures[0], voided: false, Dispute(60, DisputeStatus.Open));
        Assert.Equal(("100.00", "40.00"), await SummaryAsync());
        var rejected = await _shop.Rejected(() => _shop.Refund("""{"order_number":"c-1","key":"r-1","amount":41}"""));
        Assert.Contains("insufficient_funds", rejected.Text, StringComparison.Ordinal);

        await StandAsync(captures[0], voided: false, Dispute(60, DisputeStatus.Won));
        Assert.Equal(("100.00", "100.00"), await SummaryAsync());
    }

    [Fact]
    public async Task A_capture_that_was_voided_at_the_processor_is_shown_as_failed_and_counts_for_nothing()
    {
        var (_, captures) = await _shop.PaidOrder("c-1", "60", "40");

        await StandAsync(captures[0], voided: true);

        var shown = await _shop.GetCapture(captures[0]);
        Assert.Equal("failed", shown.Of("status"));
        Assert.Contains("voided at the processor", shown.Text, StringComparison.Ordinal);
        Assert.Equal(("40.00", "40.00"), await SummaryAsync());
    }

    private static Dispute Dispute(decimal amount, DisputeStatus status) => new(
        "dispute", Money.TryFromDecimal(amount, Currency.Parse("USD"), out var money) ? money : default, status);

    private async Task StandAsync(string capture, bool voided, params Dispute[] disputes)
    {
        Assert.True(Id<Capture>.TryParse(capture, out var id));
        var address = new LedgerAddress(ServiceUnderTest.Demo, id.Ledger);
        var loaded = await _shop.Service.Ledgers.LoadAsync(address, [RecordKey.For(id)], default);
        _shop.Service.Processor.Standings[loaded.Find(id)!.ProcessorReference!] =
            new CaptureStanding(voided, [.. disputes]);
        await _shop.Service.HandleOnceAsync(new ReviewRecord(address, RecordKey.For(id)));
    }

    private async Task<(string Captured, string Balance)> SummaryAsync()
    {
        var summary = await _shop.GetSummary("c-1");
        return (summary.Number("captured"), summary.Number("amounts.balance"));
    }
}
