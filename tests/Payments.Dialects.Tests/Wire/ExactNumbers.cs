using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Currencies;

namespace Payments.Dialects.Tests.Wire;

public sealed class ExactNumbers
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("0e9999", "0")]
    [InlineData("1e2", "100")]
    [InlineData("1.5E+3", "1500")]
    [InlineData("-0.5E+1", "-5.0")]
    [InlineData("-7.25", "-7.25")]
    [InlineData("12.340", "12.34")]
    [InlineData("1234567e-4", "123.4567")]
    [InlineData("000000000000000000000000000000000012", "12")]
    [InlineData("12.3400000000000000000000000000000000", "12.34")]
    [InlineData("1.000000000000000000000000000000000", "1")]
    [InlineData("100000000000000000000000000000000e-32", "1")]
    [InlineData("1234567890123456789012345678", "1234567890123456789012345678")]
    public void Numbers_are_read_exactly(string text, string value)
    {
        Assert.True(ExactNumber.TryRead(text, out var number));
        Assert.Equal(decimal.Parse(value, CultureInfo.InvariantCulture), number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("+5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("-")]
    [InlineData(" 1")]
    [InlineData("1\n")]
    [InlineData("1 2")]
    [InlineData("1,000")]
    [InlineData("0x1F")]
    [InlineData("NaN")]
    [InlineData("٣")]
    [InlineData("1e400")]
    [InlineData("1e-400")]
    [InlineData("1e99999999999999")]
    [InlineData("1e-39")]
    [InlineData("1000000000000000000000000001e-29")]
    [InlineData("12.34000000000000000000000000000000001")]
    [InlineData("12345678901234567890123456789.5")]
    [InlineData("99999999999999999999999999999999")]
    [InlineData("0.0000000000000000000000000000000000000000000000000000000000000000")]
    public void A_value_that_is_no_number_or_needs_rounding_is_not_read(string text) =>
        Assert.False(ExactNumber.TryRead(text, out _));

    [Fact]
    public void Every_amount_that_money_can_have_is_read_as_written() =>
        Prop.ForAll<long, byte>((digits, decimals) =>
        {
            var written = new decimal(Math.Abs(digits % Money.MaxMinorUnits)) / (decimal)Math.Pow(10, decimals % 5);
            var text = written.ToString(CultureInfo.InvariantCulture);
            return ExactNumber.TryRead(text, out var read) && read == written
                && ExactNumber.TryRead($"{text}e0", out var again) && again == written;
        }).QuickCheckThrowOnFailure();
}
