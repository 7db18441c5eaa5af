using System.Globalization;
using System.Text.RegularExpressions;

namespace Payments.Dialects.OrderCloud.Reading;

/// <summary>Times as OrderCloud reads and writes them (ordercloud-payments.md, part 4.3).</summary>
internal static partial class Timestamps
{
    /// <summary>The length of <c>T08:09:10.1234567</c>: .NET parses no more digits.</summary>
    private const int MaxTextLength = 17;

    /// <summary>UTC, with milliseconds but without trailing zeros: <c>2024-03-05T08:09:10.12+00:00</c>.</summary>
    public static string Write(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF", CultureInfo.InvariantCulture) + "+00:00";

    /// <summary>
    /// An ISO 8601 date or time with any offset; UTC if it has none. Year 1 is valid: HeadStart sends it for a
    /// transaction without a time. The offset may have a space instead of its plus sign, which is what an unescaped
    /// plus becomes in a query. Fractions of nine digits, as Java and Go write them, are cut to the seven that .NET
    /// supports; three are written.
    /// </summary>
    public static bool TryRead(string text, out DateTimeOffset at)
    {
        at = default;
        var match = Iso8601().Match(text);
        if (!match.Success) return false;
        var time = match.Groups["time"] is { Success: true, Value: var value }
            ? value[..Math.Min(value.Length, MaxTextLength)]
            : "T00:00";
        var offset = match.Groups["offset"] is { Success: true, Value: var given }
            ? given.Replace(' ', '+').ToUpperInvariant()
            : "Z";
        return DateTimeOffset.TryParse(
            $"{match.Groups["date"].Value}{time}{offset}",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out at);
    }

    [GeneratedRegex(
        "^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})" +
        @"((?<time>[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?)" +
        "(?<offset>[Zz]|[-+ ][0-9]{2}:?[0-9]{2})?)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Iso8601();
}
