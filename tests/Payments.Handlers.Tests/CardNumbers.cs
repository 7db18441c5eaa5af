using Payments.Handlers.Ports;

namespace Payments.Handlers.Tests;

public sealed class CardNumbers
{
    [Theory]
    [InlineData("4111111111111111", "411111", "1111")]
    [InlineData("6200000000000000003", "620000", "0003")]
    [InlineData("371449635398431", "371449", "8431")]
    [InlineData("36006666333344", "36006", "3344")]
    [InlineData("4222222222222", "4222", "2222")]
    [InlineData("630400000000", "630", "0000")]
    [InlineData("1234", "", "1234")]
    public void At_most_the_first_six_and_the_last_four_digits_are_shown_and_five_at_least_are_not(
        string digits, string bin, string last) =>
        Assert.Equal((bin, last), (new CardNumber(digits).Bin, new CardNumber(digits).Last4));

    [Fact]
    public void Eight_digits_go_into_a_fingerprint_of_sixteen_or_more_alone()
    {
        Assert.Equal("41111111", new CardNumber("4111111111111111").FingerprintBin);
        Assert.Equal("371449", new CardNumber("371449635398431").FingerprintBin);
    }
}
