using Payments.Ledger.Currencies;
using Payments.Processors.Stripe;

namespace Payments.Processors.Tests.Stripe;

public sealed class StripeAmountTests
{
    [Theory]
    [InlineData("12.34", "USD", 1234)]
    [InlineData("12.34", "HUF", 1234)]
    [InlineData("12.34", "TWD", 1234)]
    [InlineData("500", "JPY", 500)]
    [InlineData("500", "KRW", 500)]
    [InlineData("500", "XPF", 500)]
    [InlineData("5.00", "MGA", 5)]
    [InlineData("5", "ISK", 500)]
    [InlineData("5", "UGX", 500)]
    [InlineData("5.120", "KWD", 5120)]
    [InlineData("5.120", "BHD", 5120)]
    [InlineData("5.120", "JOD", 5120)]
    [InlineData("5.120", "OMR", 5120)]
    [InlineData("5.120", "TND", 5120)]
    public void Amounts_are_counted_as_Stripe_counts_them_and_read_back(string amount, string currency, long expected)
    {
        var money = Shop.Of(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency);

        Assert.True(StripeAmount.TryConvert(money, out var units));
        Assert.Equal(expected, units);
        Assert.Equal(money, StripeAmount.Read(units, currency.ToLowerInvariant()));
    }

    [Theory]
    [InlineData("5.124", "KWD")]
    [InlineData("5.50", "MGA")]
    [InlineData("1.000", "LYD")]
    [InlineData("1.000", "IQD")]
    [InlineData("1.0000", "CLF")]
    [InlineData("1", "UYI")]
    public void What_Stripe_would_not_take_exactly_is_not_sent(string amount, string currency) => Assert.False(
        StripeAmount.TryConvert(
            Shop.Of(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency), out _));

    [Fact]
    public void A_disputed_fraction_of_a_minor_unit_counts_as_a_whole_one() =>
        Assert.Equal(Shop.Of(2, "ISK"), StripeAmount.Read(150, "isk"));

    [Theory]
    [InlineData("xau")]
    [InlineData("lyd")]
    [InlineData(null)]
    public void An_amount_in_no_currency_of_both_is_not_read(string? currency) =>
        Assert.Null(StripeAmount.Read(100, currency));
}
