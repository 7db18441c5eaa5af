using System.Collections.Immutable;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;

namespace Payments.Handlers.Tests;

public sealed class Fingerprints
{
    [Fact]
    public void Parts_are_delimited() =>
        Assert.NotEqual(Fingerprint.Compute("a", "bc"), Fingerprint.Compute("ab", "c"));

    [Fact]
    public void Null_differs_from_an_empty_text() =>
        Assert.NotEqual(Fingerprint.Compute(""), Fingerprint.Compute([null]));

    [Fact]
    public void All_attributes_count_in_any_order()
    {
        var some = ImmutableDictionary<string, string>.Empty.Add("a", "1").Add("b", "2");
        var same = ImmutableDictionary<string, string>.Empty.Add("b", "2").Add("a", "1");

        Assert.Equal(Fingerprint.Compute(some), Fingerprint.Compute(same));
        Assert.NotEqual(Fingerprint.Compute(some), Fingerprint.Compute(some.SetItem("b", "3")));
        Assert.NotEqual(Fingerprint.Compute(some), Fingerprint.Compute(some.Remove("b").Add("c", "2")));
    }

    [Fact]
    public void Amounts_in_different_currencies_differ() => Assert.NotEqual(
        Fingerprint.Compute(new Money(100, Currency.Parse("USD"))),
        Fingerprint.Compute(new Money(100, Currency.Parse("EUR"))));
}
