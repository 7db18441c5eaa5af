namespace Payments.Ledger.Currencies;

/// <summary>Sums of money over a sequence.</summary>
public static class MoneySum
{
    /// <summary>The sum of a part of each item; nothing, in the given currency, where there are none.</summary>
    public static Money Sum<T>(this IEnumerable<T> items, Currency currency, Func<T, Money> amount) =>
        items.Aggregate(Money.Zero(currency), (sum, item) => sum + amount(item));
}
