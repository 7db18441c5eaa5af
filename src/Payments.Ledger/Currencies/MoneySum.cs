namespace Payments.Ledger.Currencies;

public static class MoneySum
{
    /// <summary>The sum of an amount of each item; zero in the given currency if there are no items.</summary>
    public static Money Sum<T>(this IEnumerable<T> items, Currency currency, Func<T, Money> amount) =>
        items.Aggregate(Money.Zero(currency), (sum, item) => sum + amount(item));
}
