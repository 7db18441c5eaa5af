using System.Collections.Immutable;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;

namespace Payments.Handlers.Tests;

public sealed class Fingerprints
{
    [Fact]
    public void Parts_do_not_run_together() =>
        Assert.NotEqual(Fingerprint.Compute("a", "bc"), Fingerprint.Compute("ab", "c"));

    [Fact]
    public void Nothing_is_not_an_empty_text() => Assert.NotEqual(Fingerprint.Compute(""), Fingerprint.Compute([null]));

    [Fact]
    public void Attributes_count_in_any_order_and_all_of_them()
    {
        var some = ImmutableDictionary<string, string>.Empty.Add("a", "1").Add("b", "2");
        var same = ImmutableDictionary<string, string>.Empty.Add("b", "2").Add("a", "1");

        Assert.Equal(Fingerprint.Compute(some), Fingerprint.Compute(same));
        Assert.NotEqual(Fingerprint.Compute(some), Fingerprint.Compute(some.SetItem("b", "3")));
        Assert.NotEqual(Fingerprint.Compute(some), Fingerprint.Compute(some.Remove("b").Add("c", "2")));
    }

    [Fact]
    public void Amounts_of_two_currencies_differ() => Assert.NotEqual(
        Fingerprint.Compute(new Money(100, Currency.Parse("USD"))),
        Fingerprint.Compute(new Money(100, Currency.Parse("EUR"))));
}
