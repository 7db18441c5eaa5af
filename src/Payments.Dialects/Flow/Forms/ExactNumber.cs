using System.Globalization;

namespace Payments.Dialects.Flow.Forms;

/// <summary>Numbers as they were written: read exactly, or not at all.</summary>
internal static class ExactNumber
{
    /// <summary>More than any amount needs: 16 digits and 4 decimals, with room for zeros.</summary>
    private const int LongestText = 40;

    /// <summary>The most significant digits, and the most decimals, that a decimal holds without rounding.</summary>
    private const int MostDigits = 28;

    /// <summary>
    /// The number that a text is, in decimal or exponential notation. False for one that is no number, and for one that
    /// could only be rounded.
    /// </summary>
    public static bool TryRead(string text, out decimal number)
    {
        number = 0;
        if (text.Length is 0 or > LongestText) return false;
        const NumberStyles Styles =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return IsExact(text) && decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out number);
    }

    private static bool IsExact(string text)
    {
        var end = text.IndexOfAny(['e', 'E']);
        var exponent = 0;
        if (end >= 0 && !int.TryParse(text.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            return false;
        if (Math.Abs(exponent) > LongestText) return false;

        var mantissa = (end < 0 ? text : text[..end]).TrimStart('+', '-');
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimEnd('0');
        var decimals = (point < 0 ? 0 : digits.Length - point) - (digits.Length - significant.Length) - exponent;
        return significant.TrimStart('0').Length <= MostDigits && decimals <= MostDigits;
    }
}
