using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Payments.Ledger.Currencies;

namespace Payments.Handlers.Ports;

/// <summary>Ceilings of a day, one for each currency that is listed: <c>USD 10000.00, JPY 500000</c>.</summary>
public sealed class DailyAmounts : IEquatable<DailyAmounts>
{
    private readonly ImmutableSortedDictionary<string, Money> _amounts;

    private DailyAmounts(ImmutableSortedDictionary<string, Money> amounts) => _amounts = amounts;

    /// <summary>No currency is listed.</summary>
    public static DailyAmounts None { get; } =
        new(ImmutableSortedDictionary.Create<string, Money>(StringComparer.Ordinal));

    /// <summary>The ceilings; throws if a currency is listed twice or an amount is negative.</summary>
    public static DailyAmounts From(IEnumerable<Money> amounts) =>
        new(amounts.ToImmutableSortedDictionary(
            amount => amount.Currency.Code,
            amount => amount.MinorUnits >= 0
                ? amount
                : throw new ArgumentException($"{amount} is negative.", nameof(amounts)),
            StringComparer.Ordinal));

    /// <summary>Parses a list; false if it is not one. An empty text lists no currency.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DailyAmounts? amounts)
    {
        amounts = null;
        var found = new Dictionary<string, Money>(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var code, var number]
                || !Currency.TryParse(code, out var currency)
                || !decimal.TryParse(
                    number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
                || !Money.TryFromDecimal(amount, currency, out var money)
                || !found.TryAdd(currency.Code, money))
                return false;
        }

        amounts = From(found.Values);
        return true;
    }

    /// <summary>Parses a list that is known to be valid. Throws <see cref="FormatException"/> otherwise.</summary>
    public static DailyAmounts Parse(string text) => TryParse(text, out var amounts)
        ? amounts
        : throw new FormatException($"'{text}' is not a list such as 'USD 10000.00, EUR 9000.00'.");

    /// <summary>The ceiling in a currency; null if the currency is not listed.</summary>
    public Money? Find(Currency currency) =>
        _amounts.TryGetValue(currency.Code, out var amount) ? amount : null;

    /// <inheritdoc/>
    public bool Equals(DailyAmounts? other) => other is not null && _amounts.SequenceEqual(other._amounts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DailyAmounts);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    /// <summary>The list, as <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => string.Join(
        ", ",
        _amounts.Select(entry => string.Create(
            CultureInfo.InvariantCulture, $"{entry.Key} {entry.Value.ToDecimal()}")));
}
