using System.Globalization;
using System.Numerics;
using Payments.Ledger;

namespace Payments.Dialects.CommerceHub;

/// <summary>
/// A decimal number as it was written, in JSON or in a string: nothing of it is rounded away before it is known whether
/// it is money.
/// </summary>
/// <param name="Coefficient">All its digits.</param>
/// <param name="Exponent">The power of ten that they count.</param>
internal readonly record struct ExactNumber(BigInteger Coefficient, int Exponent)
{
    /// <summary>Characters. No accepted amount needs more, and digits are cheap only while they are few.</summary>
    private const int LongestText = 64;

    private const int LargestExponent = 64;

    /// <summary>Less than nothing, nothing, or more: −1, 0, 1.</summary>
    public int Sign => Coefficient.Sign;

    /// <summary>The number that a text is: digits with a point, a sign and an exponent, as JSON writes them.</summary>
    public static bool TryParse(string text, out ExactNumber number)
    {
        number = default;
        if (text.Length is 0 or > LongestText || text[0] == '+') return false;
        var end = text.IndexOfAny(['e', 'E']);
        var mantissa = end < 0 ? text : text[..end];
        var exponent = 0;
        if (end >= 0 && !TryParse(text[(end + 1)..], out exponent)) return false;

        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : mantissa.Length - point - 1;
        if (point == 0 || (point > 0 && (decimals == 0 || !char.IsAsciiDigit(mantissa[point - 1])))) return false;
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        if (!BigInteger.TryParse(
            digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var coefficient)) return false;
        number = new ExactNumber(coefficient, exponent - decimals);
        return true;
    }

    /// <summary>The money that it is; false where it has more decimals than the currency, or too many digits.</summary>
    public bool TryToMoney(Currency currency, int maximumDigits, out Money money)
    {
        money = default;
        var shift = Exponent + currency.Decimals;
        var scale = BigInteger.Pow(10, Math.Abs(shift));
        var units = shift >= 0 ? Coefficient * scale : Coefficient / scale;
        if (shift < 0 && units * scale != Coefficient) return false;
        if (BigInteger.Abs(units) >= BigInteger.Pow(10, maximumDigits)) return false;
        money = new Money((long)units, currency);
        return true;
    }

    private static bool TryParse(string text, out int exponent) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
        && Math.Abs((long)exponent) <= LargestExponent;
}
