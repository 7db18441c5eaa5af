using System.Globalization;
using System.Text.RegularExpressions;

namespace Payments.Dialects.Wire.Reading;

/// <summary>
/// Reads a number as exactly the decimal that is written. What a decimal can't hold exactly, .NET's parser would round;
/// here it is rejected.
/// </summary>
internal static partial class ExactNumber
{
    /// <summary>The maximum number of digits, and of decimals, that every decimal can hold.</summary>
    private const int MaxDigits = 28;

    /// <summary>In characters: more than any amount needs, trailing zeros included.</summary>
    private const int MaxTextLength = 64;

    private const NumberStyles Plain = NumberStyles.AllowDecimalPoint;

    /// <summary>The number; false for a text that is not a number, or that a decimal can't hold exactly.</summary>
    public static bool TryRead(string text, out decimal number)
    {
        if (IsPlain(text)) return decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out number);
        number = 0;
        return text.Length <= MaxTextLength
            && Notation().Match(text) is { Success: true } match
            && IsExact(match)
            && decimal.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out number);
    }

    /// <summary>
    /// Whether it is written as amounts are: digits, and perhaps a point with digits after it, so few that a decimal
    /// holds them. Anything else is looked at more closely.
    /// </summary>
    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxDigits) return false;
        var point = text.IndexOf('.');
        return point < 0
            ? !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9')
            : point > 0
                && point < text.Length - 1
                && !text[..point].ContainsAnyExceptInRange('0', '9')
                && !text[(point + 1)..].ContainsAnyExceptInRange('0', '9');
    }

    private static bool IsExact(Match match)
    {
        var fraction = match.Groups["fraction"].Value;
        var digits = match.Groups["whole"].Value + fraction;
        var exponent = match.Groups["exponent"] is { Success: true, ValueSpan: var written }
            ? int.Parse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : 0;
        var shortest = digits.TrimEnd('0');
        var decimals = fraction.Length - (digits.Length - shortest.Length) - exponent;
        var significant = shortest.TrimStart('0').Length - Math.Min(decimals, 0);
        return shortest.Length == 0 || (significant <= MaxDigits && decimals <= MaxDigits);
    }

    /// <summary>
    /// JSON's number syntax, with leading zeros allowed: .NET's own parser would accept <c>.5</c>, <c>5.</c> and
    /// <c>+5</c> as well.
    /// </summary>
    [GeneratedRegex(
        @"\A-?(?<whole>[0-9]+)(\.(?<fraction>[0-9]+))?([eE](?<exponent>[-+]?[0-9]{1,4}))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Notation();
}
