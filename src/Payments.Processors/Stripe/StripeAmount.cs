using System.Collections.Frozen;
using Payments.Ledger.Currencies;

namespace Payments.Processors.Stripe;

/// <summary>
/// Amounts as Stripe counts them, which is not always in the minor units of ISO 4217 (docs/processors.md lists the
/// differences). What Stripe can't take exactly is not sent.
/// </summary>
internal static class StripeAmount
{
    /// <summary>Counted in whole units. Stripe has no hundredths of an ariary, ISO 4217 has.</summary>
    private const string Whole = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF";

    /// <summary>Counted in hundredths, which must be zero: they once had some.</summary>
    private const string WholeHundreds = "ISK UGX";

    /// <summary>Counted in thousandths, of which the last digit must be zero.</summary>
    private const string Thousandths = "BHD JOD KWD OMR TND";

    private static readonly FrozenDictionary<string, (int Decimals, long Step)> Exceptions =
        new[] { (Whole, 0, 1L), (WholeHundreds, 2, 100L), (Thousandths, 3, 10L) }
            .SelectMany(group => group.Item1.Split(' ').Select(code => (Code: code, group.Item2, group.Item3)))
            .ToFrozenDictionary(entry => entry.Code, entry => (entry.Item2, entry.Item3), StringComparer.Ordinal);

    /// <summary>False if Stripe can't take exactly this amount, or does not have the currency.</summary>
    public static bool TryConvert(Money money, out long amount)
    {
        amount = 0;
        if (FindUnits(money.Currency) is not { } units) return false;
        var scaled = Scale(units.Decimals - money.Currency.Decimals) * money.MinorUnits;
        if (scaled != decimal.Truncate(scaled) || scaled % units.Step != 0) return false;
        amount = (long)scaled;
        return true;
    }

    /// <summary>
    /// An amount of Stripe's; null in a currency that this service does not have. A fraction of a minor unit counts as
    /// a whole one: what is disputed is never less than Stripe says.
    /// </summary>
    public static Money? Read(long amount, string? code)
    {
        if (!Currency.TryParse(code, out var currency) || FindUnits(currency) is not { } units) return null;
        return new Money((long)Math.Ceiling(Scale(currency.Decimals - units.Decimals) * amount), currency);
    }

    /// <summary>A currency with other than two decimals that Stripe does not list is not one of Stripe's.</summary>
    private static (int Decimals, long Step)? FindUnits(Currency currency) =>
        Exceptions.TryGetValue(currency.Code, out var units) ? units : currency.Decimals == 2 ? (2, 1) : null;

    private static decimal Scale(int decimals)
    {
        var scale = 1m;
        for (var i = 0; i < Math.Abs(decimals); i++) scale = decimals > 0 ? scale * 10 : scale / 10;
        return scale;
    }
}
