using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;

namespace Payments.Handlers.Tests;

/// <summary>The text form of daily ceilings, as settings have it.</summary>
public sealed class DailyAmountTexts
{
    [Theory]
    [InlineData("", "")]
    [InlineData("USD 10000.00", "USD 10000.00")]
    [InlineData(" usd 10000,JPY  500000 , ", "JPY 500000, USD 10000.00")]
    [InlineData("KWD 0.001", "KWD 0.001")]
    [InlineData("USD 0", "USD 0.00")]
    public void Amounts_are_read_and_written(string text, string written)
    {
        Assert.True(DailyAmounts.TryParse(text, out var amounts));
        Assert.Equal(written, amounts.ToString());
        Assert.True(DailyAmounts.TryParse(written, out var again));
        Assert.Equal(amounts, again);
    }

    [Theory]
    [InlineData("USD")]
    [InlineData("10000")]
    [InlineData("10000 USD")]
    [InlineData("USD 10.001")]
    [InlineData("USD -1")]
    [InlineData("USD 1e3")]
    [InlineData("XXQ 1")]
    [InlineData("USD 1, USD 2")]
    [InlineData("USD 10,000.00")]
    [InlineData("USD 99999999999999999")]
    public void Anything_else_is_not_taken(string text) => Assert.False(DailyAmounts.TryParse(text, out _));

    [Fact]
    public void A_currency_that_is_not_listed_has_no_amount()
    {
        Assert.True(DailyAmounts.TryParse("USD 1.00", out var amounts));

        Assert.Equal(new Money(100, Currency.Parse("USD")), amounts.Find(Currency.Parse("USD")));
        Assert.Null(amounts.Find(Currency.Parse("EUR")));
    }
}
