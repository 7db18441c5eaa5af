using Payments.Ledger.Currencies;

namespace Payments.Ledger.Tests.Values;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("JPY", 0, 1)]
    [InlineData("KRW", 0, 1)]
    [InlineData("CLP", 0, 1)]
    [InlineData("USD", 2, 100)]
    [InlineData("EUR", 2, 100)]
    [InlineData("KWD", 3, 1_000)]
    [InlineData("TND", 3, 1_000)]
    [InlineData("CLF", 4, 10_000)]
    [InlineData("UYW", 4, 10_000)]
    public void Decimals_are_those_of_ISO_4217(string code, int decimals, long minorUnitsPerUnit)
    {
        Assert.Equal(decimals, Currency.Parse(code).Decimals);
        Assert.Equal(minorUnitsPerUnit, Currency.Parse(code).MinorUnitsPerUnit);
    }

    [Fact]
    public void More_than_150_three_letter_codes_are_known_each_a_distinct_currency()
    {
        // A duplicate code would fail when the list is loaded.
        var known = AllCodes().Where(code => Currency.TryParse(code, out _)).ToList();
        Assert.True(known.Count > 150, $"{known.Count} codes");
        Assert.All(known, code => Assert.Equal(code, Currency.Parse(code).ToString()));
        Assert.All(known, code => Assert.InRange(Currency.Parse(code).Decimals, 0, 4));
        Assert.Same(Currency.Parse("usd"), Currency.Parse("USD"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("US")]
    [InlineData("USDT")]
    [InlineData("XXX")]
    [InlineData("XTS")]
    [InlineData("XAU")]
    [InlineData("DEM")]
    [InlineData("U D")]
    public void Codes_that_nobody_pays_in_are_no_currencies(string? code)
    {
        Assert.False(Currency.TryParse(code, out _));
        Assert.Throws<FormatException>(() => Currency.Parse(code!));
    }

    private static IEnumerable<string> AllCodes()
    {
        var letters = Enumerable.Range('A', 26).Select(letter => (char)letter).ToList();
        return from a in letters from b in letters from c in letters select string.Concat(a, b, c);
    }
}
