using Payments.Handlers.Orders;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using static Payments.Dialects.Tests.OrderCloud.OrderCloudShop;

namespace Payments.Dialects.Tests.OrderCloud;

/// <summary>The platform rounds amounts to two decimals; a currency with more keeps its own.</summary>
public sealed class RoundingAmounts
{
    [Theory]
    [InlineData("USD", "0.30000000000000004", "0.30")]
    [InlineData("USD", "1.1500000000000001", "1.15")]
    [InlineData("USD", "28.999999999999996", "29.00")]
    [InlineData("USD", "12.345", "12.35")]
    [InlineData("JPY", "29.000000000000004", "29")]
    [InlineData("KWD", "0.30000000000000004", "0.300")]
    [InlineData("KWD", "12.345", "12.345")]
    [InlineData("KWD", "12.3450000000000001", "12.345")]
    [InlineData("CLF", "12.3456", "12.3456")]
    public async Task An_amount_is_rounded_once_and_then_exact(string currency, string sent, string kept)
    {
        using var shop = await InAsync(currency);

        var created = await shop.CreateAsync($$"""{"ID":"p-1","Type":"CreditCard","Amount":{{sent}},"Accepted":true}""");
        var sold = await shop.TransactAsync(
            "p-1",
            $$"""{"ID":"s","Type":"Sale","DateExecuted":"2026-03-14","Amount":{{sent}},"Succeeded":true}""");
        var patched = await shop.PatchAsync("p-1", $$"""{"Amount":{{sent}}}""");

        Assert.Equal(kept, Json(created).GetProperty("Amount").GetRawText());
        Assert.Equal(kept, Json(sold).GetProperty("Transactions")[0].GetProperty("Amount").GetRawText());
        Assert.Equal(kept, Json(patched).GetProperty("Amount").GetRawText());
        Assert.Equal(kept, (await shop.HeadAsync()).Captured.ToString().Split(' ')[0]);
    }

    [Theory]
    [InlineData("JPY", "29.5", "ValidationFailure")]
    [InlineData("USD", "0.004", "Payment.AmountGreaterThanZero")]
    [InlineData("USD", "1e20", "ValidationFailure")]
    public async Task An_amount_out_of_range_after_rounding_is_rejected(string currency, string sent, string code)
    {
        using var shop = await InAsync(currency);

        Assert.Equal(code, Code(await shop.CreateAsync($$"""{"ID":"p-1","Type":"CreditCard","Amount":{{sent}}}""")));
    }

    private static async Task<OrderCloudShop> InAsync(string code)
    {
        var shop = new OrderCloudShop();
        var currency = Currency.Parse(code);
        await shop.Service.Get<OrderHandler>().RegisterAsync(
            ServiceUnderTest.Demo,
            OrderNumber.From(OrderCloudShop.Order),
            new Money(100 * currency.MinorUnitsPerUnit, currency),
            Money.Zero(currency),
            None);
        return shop;
    }
}
