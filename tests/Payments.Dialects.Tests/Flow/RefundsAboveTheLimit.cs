using Payments.Testing.Samples;

namespace Payments.Dialects.Tests.Flow;

public sealed class RefundsAboveTheLimit : IDisposable
{
    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task The_rejection_names_the_limit()
    {
        await _shop.PaidOrder("c-1", "60");
        await _shop.Service.DrainAsync();
        _shop.Service.Credentials.With(
            ServiceUnderTest.Demo, organization => organization with { Limits = SampleLimits.Refunds(2_000) });

        var rejected = await _shop.Rejected(
            () => _shop.Refund("""{"order_number":"c-1","key":"r-1","amount":20.01}"""));
        var accepted = await _shop.Refund("""{"order_number":"c-1","key":"r-1","amount":20.00}""");

        Assert.Equal(422, rejected.Status);
        Assert.Equal("generic_error", rejected.Of("code"));
        Assert.Contains("daily limit for refunds, 20.00 USD", rejected.Messages, StringComparison.Ordinal);
        Assert.Equal(201, accepted.Status);
    }
}
