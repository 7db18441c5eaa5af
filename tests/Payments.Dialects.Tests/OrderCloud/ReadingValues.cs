using Payments.Dialects.OrderCloud.Reading;

namespace Payments.Dialects.Tests.OrderCloud;

public sealed class ReadingValues
{
    [Theory]
    [InlineData("2024-03-05T08:09:10.120+00:00", "2024-03-05T08:09:10.12+00:00")]
    [InlineData("2024-03-05T08:09:10.1204567Z", "2024-03-05T08:09:10.12+00:00")]
    [InlineData("2024-03-05T08:09:10.12045678Z", "2024-03-05T08:09:10.12+00:00")]
    [InlineData("2024-03-05T08:09:10.999999999Z", "2024-03-05T08:09:10.999+00:00")]
    [InlineData("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999+00:00")]
    [InlineData("2024-03-05T08:09:10.000000001-05:30", "2024-03-05T13:39:10+00:00")]
    [InlineData("2024-03-05T08:09:10", "2024-03-05T08:09:10+00:00")]
    [InlineData("2024-03-05T08:09", "2024-03-05T08:09:00+00:00")]
    [InlineData("2024-03-05t08:09:10z", "2024-03-05T08:09:10+00:00")]
    [InlineData("2024-03-05", "2024-03-05T00:00:00+00:00")]
    [InlineData("2024-03-05T08:09:10-05:30", "2024-03-05T13:39:10+00:00")]
    [InlineData("2024-03-05T08:09:10 01:00", "2024-03-05T07:09:10+00:00")]
    [InlineData("0001-01-01T00:00:00", "0001-01-01T00:00:00+00:00")]
    public void A_time_is_written_in_UTC_without_trailing_zeros(string text, string written)
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
    [InlineData("2024-03-05T08:09:10.1234567890Z")]
    [InlineData("2024-03-05T08:09:10.Z")]
    [InlineData("05/03/2024")]
    [InlineData("2024-03-05T08:09:10+99:00")]
    public void A_time_in_another_format_is_rejected_not_guessed(string text) =>
        Assert.False(Timestamps.TryRead(text, out _));
}
