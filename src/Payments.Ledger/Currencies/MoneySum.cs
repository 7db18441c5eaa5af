using System.Collections.Immutable;

namespace Payments.Ledger.Currencies;

public static class MoneySum
{
    /// <summary>The sum of an amount of each item; zero in the given currency if there are no items.</summary>
    public static Money Sum<T>(this IEnumerable<T> items, Currency currency, Func<T, Money> amount)
    {
        var sum = Money.Zero(currency);
        foreach (var item in items) sum += amount(item);
        return sum;
    }

    /// <summary>The same, without an enumerator: every decision adds up the captures of its ledger.</summary>
    public static Money Sum<T>(this ImmutableArray<T> items, Currency currency, Func<T, Money> amount)
    {
        var sum = Money.Zero(currency);
        foreach (var item in items) sum += amount(item);
        return sum;
    }
}
