using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Tests.Flow;

public sealed class AllocationTraces : IDisposable
{
    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_trace_shows_which_captures_a_refund_uses_with_amounts_and_reasons()
    {
        var (_, captures) = await _shop.PaidOrder("c-1", "60", "40");
        var asked = await _shop.Refund("""{"order_number":"c-1","key":"r-1","amount":75}""");
        await _shop.Service.DrainAsync();

        var trace = await _shop.GetAllocations("r-1");

        Assert.Equal(200, trace.Status);
        Assert.Equal((asked.Of("id"), "r-1"), (trace.Of("refund.id"), trace.Of("refund.key")));
        Assert.Equal(
            ("succeeded", "fewest_captures", "USD"), (trace.Of("status"), trace.Of("policy"), trace.Of("currency")));
        Assert.Equal(("75.00", "75.00"), (trace.Number("requested"), trace.Number("refunded")));
        Assert.Equal(captures, Enumerable.Range(0, 2).Select(n => trace.Of($"allocations.{n}.capture.id")));
        Assert.Equal(["60.00", "15.00"], Enumerable.Range(0, 2).Select(n => trace.Number($"allocations.{n}.amount")));
        Assert.Equal("60.00", trace.Number("allocations.0.available"));
        Assert.Equal("40.00", trace.Number("allocations.1.available"));
        Assert.Equal("most_left", trace.Of("allocations.0.reason"));
        Assert.Equal("approved", trace.Of("allocations.0.processor.answer"));
        Assert.Equal($"{asked.Of("id")}/1", trace.Of("allocations.0.processor.idempotency_key"));
        Assert.Equal(trace.Text, (await _shop.GetAllocations(asked.Of("id"))).Text);
    }

    [Fact]
    public async Task A_declined_allocation_shows_the_processors_message_and_its_replacement()
    {
        await _shop.PaidOrder("c-1", "60", "40");
        await _shop.Refund("""{"order_number":"c-1","key":"r-1","amount":40}""");
        _shop.Service.Processor.Decline<RefundFunds>("008", "Not enough.");

        await _shop.Service.DrainAsync();

        var trace = await _shop.GetAllocations("r-1");
        Assert.Equal(("1", "2"), (trace.Number("allocations.0.attempt"), trace.Number("allocations.1.attempt")));
        Assert.Equal("exact_match", trace.Of("allocations.0.reason"));
        Assert.Equal("declined", trace.Of("allocations.0.status"));
        Assert.Equal("008", trace.Of("allocations.0.processor.decline_code"));
        Assert.Equal("Not enough.", trace.Of("allocations.0.processor.decline_message"));
        Assert.Equal("most_left", trace.Of("allocations.1.reason"));
        Assert.Equal("2", trace.Number("attempts"));
    }

    [Fact]
    public async Task What_the_processor_has_accepted_is_with_it_since_then_and_what_fails_later_has_both_moments()
    {
        await _shop.PaidOrder("c-1", "60");
        _shop.Service.Processor.Script =
            operation => operation is RefundFunds ? new ProcessorResponse.Pending("proc-r") : null;
        var asked = await _shop.Refund("""{"order_number":"c-1","key":"r-1","amount":40}""");
        var id = Id<Refund>.TryParse(asked.Of("id"), out var parsed) ? parsed : default;
        var address = new LedgerAddress(ServiceUnderTest.Demo, id.Ledger);
        await _shop.Service.HandleOnceAsync(new ExecuteRefund(address, id));

        var waiting = await _shop.GetAllocations("r-1");
        Assert.Equal(("pending", "40.00"), (waiting.Of("status"), waiting.Number("waiting")));
        Assert.False(waiting["outcome_unknown"].GetBoolean());
        Assert.Equal("with_processor", waiting.Of("allocations.0.status"));
        Assert.Equal("pending", waiting.Of("allocations.0.processor.answer"));
        Assert.Equal("proc-r", waiting.Of("allocations.0.processor.reference"));
        Assert.Equal("2026-03-14T09:26:53.000Z", waiting.Of("allocations.0.processor.answered_at"));

        await TellAsync(new ProcessorResponse.Approved("proc-r", "OK1"), TimeSpan.FromDays(1));
        Assert.Equal("succeeded", (await _shop.GetRefund("r-1")).Of("status"));
        await TellAsync(
            new ProcessorResponse.Declined(new Decline(DeclineReason.AccountClosed, "030", "Closed.")),
            TimeSpan.FromDays(2));

        var failed = await _shop.GetAllocations("r-1");
        Assert.Equal(("failed", "failed"), (failed.Of("status"), failed.Of("allocations.0.status")));
        Assert.Equal("failed", failed.Of("allocations.0.processor.answer"));
        Assert.Equal("030", failed.Of("allocations.0.processor.decline_code"));
        Assert.StartsWith("2026-03-15T", failed.Of("allocations.0.processor.answered_at"), StringComparison.Ordinal);
        Assert.StartsWith("2026-03-17T", failed.Of("allocations.0.processor.failed_at"), StringComparison.Ordinal);
        Assert.Contains("Closed.", (await _shop.GetRefund("r-1")).Text, StringComparison.Ordinal);
        Assert.Equal(("0.00", "60.00"), await SummaryAsync());

        async Task TellAsync(ProcessorResponse response, TimeSpan after)
        {
            _shop.Service.Time.Advance(after);
            _shop.Service.Processor.Later[$"{id}/1"] = response;
            await _shop.Service.HandleOnceAsync(new ReviewRecord(address, RecordKey.For(id)));
        }

        async Task<(string, string)> SummaryAsync()
        {
            var summary = await _shop.GetSummary("c-1");
            return (summary.Number("refunded"), summary.Number("amounts.balance"));
        }
    }

    [Fact]
    public async Task Before_allocation_the_whole_amount_is_unallocated()
    {
        await _shop.PaidOrder("c-1", "60");
        await _shop.Refund("""{"order_number":"c-1","key":"r-1","amount":50}""");

        var trace = await _shop.GetAllocations("r-1");

        Assert.Equal(("pending", "50.00"), (trace.Of("status"), trace.Number("unallocated")));
        Assert.Equal(0, trace["allocations"].GetArrayLength());
    }

    [Fact]
    public async Task Unknown_refunds_and_those_of_other_organizations_are_not_found()
    {
        await _shop.PaidOrder("c-1", "60");
        var asked = await _shop.Refund("""{"order_number":"c-1","amount":50}""");
        var other = _shop.OfAnotherOrganization();

        Assert.Equal(404, (await _shop.GetAllocations("nope")).Status);
        Assert.Equal(404, (await other.GetAllocations(asked.Of("id"))).Status);
    }
}
