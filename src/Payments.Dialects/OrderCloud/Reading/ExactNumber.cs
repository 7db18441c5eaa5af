using System.Globalization;

namespace Payments.Dialects.OrderCloud;

/// <summary>
/// A number as text, as the very decimal that it says. What a decimal can't hold, parsing would round: here that is
/// no number.
/// </summary>
internal static class ExactNumber
{
    /// <summary>The most digits that a decimal holds for certain, and the most of them behind the point.</summary>
    private const int MaximumDigits = 28;

    /// <summary>The number; false for a text that is none, or one that a decimal can't hold exactly.</summary>
    public static bool TryParse(string text, out decimal number)
    {
        number = 0;
        var e = text.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0;
        if (e >= 0 && !int.TryParse(
            text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) return false;

        var mantissa = (e < 0 ? text : text[..e]).TrimStart('-');
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var shortest = digits.TrimEnd('0');
        var decimals = (point < 0 ? 0L : mantissa.Length - point - 1) - (digits.Length - shortest.Length) - exponent;
        var whole = shortest.TrimStart('0').Length - Math.Min(decimals, 0L);
        return (shortest.Length == 0 || (whole <= MaximumDigits && decimals <= MaximumDigits))
            && decimal.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out number);
    }
}
