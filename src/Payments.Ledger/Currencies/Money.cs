using System.Globalization;

namespace Payments.Ledger.Currencies;

/// <summary>
/// An amount in the minor units of its currency (cents of a dollar, yen, thousandths of a dinar): a 64-bit count, never
/// a float. Sums are checked: an overflow, or a sum over two currencies, is a bug and throws.
/// </summary>
public readonly record struct Money : IComparable<Money>
{
    /// <summary>
    /// The largest amount: 10^15 minor units, ten trillion dollars. 9,000 such amounts can be added up in 64 bits, and
    /// it is beyond every limit of the three APIs (Commerce Hub: 12 digits).
    /// </summary>
    public const long MaxMinorUnits = 1_000_000_000_000_000;

    private readonly Currency? _currency;

    public Money(long minorUnits, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        MinorUnits = minorUnits;
        _currency = currency;
    }

    /// <summary>Negative only as the difference of two amounts.</summary>
    public long MinorUnits { get; }

    /// <summary>Throws for a default value, which C# lets anyone create and which has no currency.</summary>
    public Currency Currency =>
        _currency ?? throw new InvalidOperationException("This amount of money was never set.");

    public bool IsPositive => MinorUnits > 0;

    public bool IsZero => MinorUnits == 0;

    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>
    /// Converts a decimal number. False if it has more decimals than the currency (trailing zeros do not count) or
    /// exceeds <see cref="MaxMinorUnits"/>: amounts are never rounded.
    /// </summary>
    public static bool TryFromDecimal(decimal amount, Currency currency, out Money money)
    {
        money = default;
        if (Math.Abs(amount) > (decimal)MaxMinorUnits / currency.MinorUnitsPerUnit) return false;
        var minorUnits = amount * currency.MinorUnitsPerUnit;
        if (minorUnits != decimal.Truncate(minorUnits)) return false;
        money = new Money((long)minorUnits, currency);
        return true;
    }

    /// <summary>A decimal number with exactly the currency's decimals.</summary>
    public decimal ToDecimal()
    {
        var magnitude = Math.Abs((decimal)MinorUnits);
        var (low, high) = ((int)(ulong)magnitude, (int)((ulong)magnitude >> 32));
        return new decimal(low, high, 0, MinorUnits < 0, (byte)Currency.Decimals);
    }

    public static Money Min(Money left, Money right) => left <= right ? left : right;

    public static Money operator +(Money left, Money right) =>
        new(checked(left.MinorUnits + right.MinorUnits), RequireSameCurrency(left, right));

    public static Money operator -(Money left, Money right) =>
        new(checked(left.MinorUnits - right.MinorUnits), RequireSameCurrency(left, right));

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(Money other)
    {
        RequireSameCurrency(this, other);
        return MinorUnits.CompareTo(other.MinorUnits);
    }

    /// <summary>For people and logs: <c>12.50 USD</c>.</summary>
    public override string ToString() => $"{ToDecimal().ToString(CultureInfo.InvariantCulture)} {Currency}";

    private static Currency RequireSameCurrency(Money left, Money right) =>
        left.Currency == right.Currency
            ? left.Currency
            : throw new InvalidOperationException($"{left} and {right} are in different currencies.");
}
