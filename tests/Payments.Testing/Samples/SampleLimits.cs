using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;

namespace Payments.Testing.Samples;

/// <summary>Limits of organizations in tests.</summary>
public static class SampleLimits
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>No test that is not about limits reaches them: open credits are on in every currency.</summary>
    public static OrganizationLimits High { get; } = new()
    {
        RequestsPerSecond = OrganizationLimits.MaxRequestsPerSecond,
        CreditsPerDay = DailyAmounts.From(AllCurrencies().Select(
            currency => new Money(Money.MaxMinorUnits, currency))),
    };

    /// <summary>A ceiling for open credits in dollars.</summary>
    public static OrganizationLimits Credits(long cents) => High with { CreditsPerDay = Dollars(cents) };

    /// <summary>A ceiling for refunds in dollars.</summary>
    public static OrganizationLimits Refunds(long cents) => High with { RefundsPerDay = Dollars(cents) };

    private static DailyAmounts Dollars(long cents) => DailyAmounts.From([new Money(cents, Currency.Parse("USD"))]);

    private static IEnumerable<Currency> AllCurrencies()
    {
        foreach (var code in from a in Letters from b in Letters from c in Letters select $"{a}{b}{c}")
        {
            if (Currency.TryParse(code, out var currency)) yield return currency;
        }
    }
}
