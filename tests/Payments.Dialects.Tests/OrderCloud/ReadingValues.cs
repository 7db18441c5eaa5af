using System.Globalization;
using Payments.Dialects.OrderCloud;

namespace Payments.Dialects.Tests.OrderCloud;

public sealed class ReadingValues
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("1e2", "100")]
    [InlineData("1.5E+3", "1500")]
    [InlineData("12.340", "12.34")]
    [InlineData("1234567e-4", "123.4567")]
    [InlineData("-7.25", "-7.25")]
    [InlineData("12.3400000000000000000000000000000000", "12.34")]
    [InlineData("1234567890123456789012345678", "1234567890123456789012345678")]
    public void A_number_is_read_exactly(string text, string value)
    {
        Assert.True(ExactNumber.TryParse(text, out var number));
        Assert.Equal(decimal.Parse(value, CultureInfo.InvariantCulture), number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1e400")]
    [InlineData("1e-400")]
    [InlineData("1e99999999999999")]
    [InlineData("12.34000000000000000000000000000000001")]
    [InlineData("12345678901234567890123456789.5")]
    [InlineData("1 2")]
    [InlineData("0x1F")]
    [InlineData("NaN")]
    public void What_can_not_be_held_exactly_is_no_number(string text) =>
        Assert.False(ExactNumber.TryParse(text, out _));

    [Theory]
    [InlineData("2024-03-05T08:09:10.120+00:00", "2024-03-05T08:09:10.12+00:00")]
    [InlineData("2024-03-05T08:09:10.1204567Z", "2024-03-05T08:09:10.12+00:00")]
    [InlineData("2024-03-05T08:09:10", "2024-03-05T08:09:10+00:00")]
    [InlineData("2024-03-05T08:09", "2024-03-05T08:09:00+00:00")]
    [InlineData("2024-03-05t08:09:10z", "2024-03-05T08:09:10+00:00")]
    [InlineData("2024-03-05", "2024-03-05T00:00:00+00:00")]
    [InlineData("2024-03-05T08:09:10-05:30", "2024-03-05T13:39:10+00:00")]
    [InlineData("2024-03-05T08:09:10 01:00", "2024-03-05T07:09:10+00:00")]
    [InlineData("0001-01-01T00:00:00", "0001-01-01T00:00:00+00:00")]
    public void A_time_is_written_in_utc_with_trailing_zeros_trimmed(string text, string written)
    {
        Assert.True(Timestamps.TryRead(text, out var time));
        Assert.Equal(written, Timestamps.Write(time));
    }

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("2024-02-30")]
    [InlineData("2024-03-05T25:00:00")]
    [InlineData("2024-03-05T08")]
    [InlineData("05/03/2024")]
    [InlineData("2024-03-05T08:09:10+99:00")]
    public void What_is_no_time_is_not_guessed(string text) => Assert.False(Timestamps.TryRead(text, out _));
}
