namespace Payments.Dialects.Tests.Flow;

public sealed class CancelingRefunds : IDisposable
{
    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_pending_refund_is_canceled_and_remains_visible()
    {
        await _shop.PaidOrder("c-1", "60");
        await _shop.Refund("""{"order_number":"c-1","key":"r-1","amount":50}""");

        Assert.Equal(204, (await _shop.DeleteRefund("r-1")).Status);
        Assert.Equal(204, (await _shop.DeleteRefund("r-1")).Status);
        await _shop.Service.DrainAsync();

        var canceled = await _shop.GetRefund("r-1");
        Assert.Equal("canceled", canceled.Of("status"));
        Assert.Equal("50.00", canceled.Number("amount"));
        Assert.Equal(0, canceled["captures"].GetArrayLength());
        Assert.Equal("60.00", (await _shop.GetSummary("c-1")).Number("amounts.balance"));
    }

    [Fact]
    public async Task A_refund_that_may_have_reached_the_processor_is_not_canceled()
    {
        await _shop.PaidOrder("c-1", "60");
        await _shop.Refund("""{"order_number":"c-1","key":"r-1","amount":50}""");
        await _shop.Service.DrainAsync();

        var rejected = await _shop.Rejected(() => _shop.DeleteRefund("r-1"));

        Assert.Equal("generic_error", rejected.Of("code"));
        Assert.Equal("unknown", rejected.Of("decline_code"));
        Assert.Contains("succeeded", rejected.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_refunds_and_those_of_other_organizations_are_not_found()
    {
        await _shop.PaidOrder("c-1", "60");
        var asked = await _shop.Refund("""{"order_number":"c-1","amount":50}""");
        var other = _shop.OfAnotherOrganization();

        Assert.Equal(404, (await _shop.DeleteRefund("nope")).Status);
        Assert.Equal(404, (await other.DeleteRefund(asked.Of("id"))).Status);
    }
}
