using Payments.Ledger.Currencies;

namespace Payments.Ledger.Tests.Values;

public sealed class MoneyProperties
{
    [Fact]
    public void Money_survives_a_round_trip_through_decimals() =>
        Prop.ForAll(Generators.Amounts.ToArbitrary(), money =>
            Money.TryFromDecimal(money.ToDecimal(), money.Currency, out var back) && back == money)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_decimal_has_exactly_the_currencys_decimals() =>
        Prop.ForAll(Generators.Amounts.ToArbitrary(), money => money.ToDecimal().Scale == money.Currency.Decimals)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_further_decimal_is_rejected_unless_it_is_zero() =>
        Prop.ForAll(
            Generators.Amounts.Zip(Gen.Choose(1, 12).Zip(Gen.Choose(0, 9))).ToArbitrary(),
            sample =>
            {
                var (money, (further, digit)) = sample;
                var scale = (byte)(money.Currency.Decimals + further);
                if (Math.Abs(money.MinorUnits) == Money.MaxMinorUnits) return true;
                var amount = money.ToDecimal() + new decimal(digit, 0, 0, money.MinorUnits < 0, scale);
                return Money.TryFromDecimal(amount, money.Currency, out _) == (digit == 0);
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("JPY", "1000000000000000", "1000000000000001")]
    [InlineData("USD", "10000000000000", "10000000000000.01")]
    [InlineData("KWD", "-1000000000000", "-1000000000000.001")]
    [InlineData("CLF", "100000000000", "79228162514264337593543950335")]
    [InlineData("USD", "0.00", "-79228162514264337593543950335")]
    public void More_than_the_maximum_is_rejected(string code, string most, string tooMuch)
    {
        Assert.True(Money.TryFromDecimal(Decimal(most), Currency.Parse(code), out var money));
        Assert.Equal(Decimal(most), money.ToDecimal());
        Assert.False(Money.TryFromDecimal(Decimal(tooMuch), Currency.Parse(code), out _));
    }

    [Theory]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("1.0000000000000000000000000001")]
    [InlineData("7.9228162514264337593543950335")]
    public void No_digit_is_lost_at_the_limits_of_decimal(string amount) =>
        Assert.All(
            Generators.Codes,
            code => Assert.False(Money.TryFromDecimal(Decimal(amount), Currency.Parse(code), out _)));

    [Fact]
    public void Sums_and_differences_are_those_of_the_minor_units() =>
        Prop.ForAll(Generators.Amounts.Two().ToArbitrary(), pair =>
        {
            var left = pair.Item1;
            var right = new Money(pair.Item2.MinorUnits, left.Currency);
            return (left + right).MinorUnits == left.MinorUnits + right.MinorUnits
                && left + right - right == left
                && Money.Min(left, right).MinorUnits == Math.Min(left.MinorUnits, right.MinorUnits)
                && left < right == right > left
                && left <= right == !(left > right);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_sum_past_64_bits_throws()
    {
        Assert.Throws<OverflowException>(() => Given.Cents(long.MaxValue) + Given.Cents(1));
        Assert.Throws<OverflowException>(() => Given.Cents(long.MinValue) - Given.Cents(1));
    }

    [Fact]
    public void Two_currencies_are_never_added_or_compared()
    {
        var dollar = new Money(100, Given.Usd);
        var euro = new Money(100, Given.Eur);
        Assert.Throws<InvalidOperationException>(() => dollar + euro);
        Assert.Throws<InvalidOperationException>(() => dollar - euro);
        Assert.Throws<InvalidOperationException>(() => dollar < euro);
        Assert.Throws<InvalidOperationException>(() => Money.Min(dollar, euro));
        Assert.NotEqual(dollar, euro);
    }

    [Theory]
    [InlineData(1250, "USD", "12.50 USD")]
    [InlineData(-5, "USD", "-0.05 USD")]
    [InlineData(1250, "JPY", "1250 JPY")]
    [InlineData(1250, "KWD", "1.250 KWD")]
    [InlineData(1250, "CLF", "0.1250 CLF")]
    [InlineData(long.MinValue, "JPY", "-9223372036854775808 JPY")]
    public void Its_text_has_its_decimals_and_currency(long minorUnits, string code, string text) =>
        Assert.Equal(text, new Money(minorUnits, Currency.Parse(code)).ToString());

    [Fact]
    public void Unset_money_has_no_currency_to_read_or_calculate_with()
    {
        var unset = default(Money);

        Assert.Throws<InvalidOperationException>(() => unset.Currency);
        Assert.Throws<InvalidOperationException>(() => unset + unset);
        Assert.Throws<InvalidOperationException>(() => unset < Given.Cents(1));
        Assert.Throws<InvalidOperationException>(() => unset.ToString());
        Assert.Throws<ArgumentNullException>(() => new Money(1, null!));
    }

    private static decimal Decimal(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
