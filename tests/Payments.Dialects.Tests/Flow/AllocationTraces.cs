using Payments.Handlers.Ports;

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
