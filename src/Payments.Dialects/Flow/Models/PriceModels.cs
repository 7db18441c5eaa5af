using System.Globalization;
using Payments.Ledger.Currencies;

namespace Payments.Dialects.Flow.Models;

/// <summary>Flow's <c>money</c>.</summary>
internal sealed record MoneyModel(decimal Amount, string Currency)
{
    public static MoneyModel From(Money money) => new(money.ToDecimal(), money.Currency.Code);
}

/// <summary>
/// Flow's <c>price</c> and <c>price_with_base</c>; no base currency is known here, so <c>base</c> is left out.
/// </summary>
internal sealed record PriceModel(string Currency, decimal Amount, string Label)
{
    public static PriceModel From(Money money) => new(money.Currency.Code, money.ToDecimal(), PriceLabel.From(money));
}

/// <summary>Formats amounts for people.</summary>
internal static class PriceLabel
{
    /// <summary>
    /// The currencies common enough to have their own sign; all others are shown with their code.
    /// </summary>
    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal)
    {
        ["USD"] = "US$",
        ["CAD"] = "CA$",
        ["AUD"] = "A$",
        ["NZD"] = "NZ$",
        ["HKD"] = "HK$",
        ["SGD"] = "S$",
        ["MXN"] = "MX$",
        ["BRL"] = "R$",
        ["EUR"] = "€",
        ["GBP"] = "£",
        ["JPY"] = "¥",
        ["CNY"] = "CN¥",
        ["INR"] = "₹",
        ["KRW"] = "₩",
        ["ILS"] = "₪",
    };

    /// <summary>Such as <c>US$1,250.00</c>, or <c>CHF 12.50</c> for a currency without a sign.</summary>
    public static string From(Money money)
    {
        var amount = money.ToDecimal();
        var digits = Math.Abs(amount).ToString($"N{money.Currency.Decimals}", CultureInfo.InvariantCulture);
        var sign = amount < 0 ? "-" : "";
        return $"{sign}{Signs.GetValueOrDefault(money.Currency.Code, $"{money.Currency.Code} ")}{digits}";
    }
}
