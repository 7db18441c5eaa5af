using Payments.Dialects.Wire.Reading;

namespace Payments.Dialects.Tests.Wire;

public sealed class CardSchemeTests
{
    [Theory]
    [InlineData("4012001928706700", "VISA")]
    [InlineData("4222222222222", "VISA")]
    [InlineData("5500007287297385", "MASTERCARD")]
    [InlineData("5100000000000000", "MASTERCARD")]
    [InlineData("2221000000000009", "MASTERCARD")]
    [InlineData("2720990000000000", "MASTERCARD")]
    [InlineData("341111227713933", "AMEX")]
    [InlineData("371449635398431", "AMEX")]
    [InlineData("6011114305944707", "DISCOVER")]
    [InlineData("6440000000000000", "DISCOVER")]
    [InlineData("6510000000000000", "DISCOVER")]
    [InlineData("30000000000004", "DINERS")]
    [InlineData("30950000000000", "DINERS")]
    [InlineData("36006666333344", "DINERS")]
    [InlineData("38520000023237", "DINERS")]
    [InlineData("3528000000000007", "JCB")]
    [InlineData("3589000000000000", "JCB")]
    [InlineData("501800000009", "MAESTRO")]
    [InlineData("6304000000000000", "MAESTRO")]
    [InlineData("6759649826438453", "MAESTRO")]
    [InlineData("6200000000000005", "UNION_PAY")]
    [InlineData("6221260000000000", "UNION_PAY")]
    [InlineData("8171999900000018", "UNION_PAY")]
    public void The_first_digits_of_a_number_determine_its_scheme(string number, string scheme) =>
        Assert.Equal(scheme, CardScheme.Detect(number));

    [Theory]
    [InlineData("2220990000000000")]
    [InlineData("2721000000000000")]
    [InlineData("3527000000000000")]
    [InlineData("3590000000000000")]
    [InlineData("3060000000000000")]
    [InlineData("6430000000000000")]
    [InlineData("8172000000000000")]
    [InlineData("9999999999999999")]
    [InlineData("3")]
    [InlineData("")]
    public void A_number_outside_all_ranges_or_too_short_has_no_scheme(string number) =>
        Assert.Null(CardScheme.Detect(number));
}
