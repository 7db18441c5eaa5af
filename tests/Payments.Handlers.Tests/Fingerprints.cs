using System.Collections.Immutable;

namespace Payments.Handlers.Tests;

public sealed class Fingerprints
{
    [Fact]
    public void Parts_do_not_run_together() =>
        Assert.NotEqual(Fingerprint.Of("a", "bc"), Fingerprint.Of("ab", "c"));

    [Fact]
    public void Nothing_is_not_an_empty_text() => Assert.NotEqual(Fingerprint.Of(""), Fingerprint.Of([null]));

    [Fact]
    public void Attributes_count_in_any_order_and_all_of_them()
    {
        var some = ImmutableDictionary<string, string>.Empty.Add("a", "1").Add("b", "2");
        var same = ImmutableDictionary<string, string>.Empty.Add("b", "2").Add("a", "1");

        Assert.Equal(Fingerprint.Of(some), Fingerprint.Of(same));
        Assert.NotEqual(Fingerprint.Of(some), Fingerprint.Of(some.SetItem("b", "3")));
        Assert.NotEqual(Fingerprint.Of(some), Fingerprint.Of(some.Remove("b").Add("c", "2")));
    }

    [Fact]
    public void Amounts_of_two_currencies_differ() => Assert.NotEqual(
        Fingerprint.Of(new Money(100, Currency.Of("USD"))), Fingerprint.Of(new Money(100, Currency.Of("EUR"))));
}
