using System.Globalization;
using System.Text.RegularExpressions;

namespace Payments.Dialects.OrderCloud.Reading;

/// <summary>Times as OrderCloud reads and writes them (ordercloud-payments.md, part 4.3).</summary>
internal static partial class Timestamps
{
    /// <summary>Characters of <c>T08:09:10.1234567</c>: .NET reads no more digits.</summary>
    private const int MaxTextLength = 17;

    /// <summary>UTC, with milliseconds as far as they are not zeros: <c>2024-03-05T08:09:10.12+00:00</c>.</summary>
    public static string Write(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF", CultureInfo.InvariantCulture) + "+00:00";

    /// <summary>
    /// An ISO 8601 date or time, with any offset, or none, which is UTC. Year 1 is a time like others: HeadStart
    /// sends it for a transaction whose time it does not say. A space in place of the offset's plus sign is what
    /// becomes of it in a query. Of a fraction of nine digits, as Java and Go write it, the last two are cut off: the
    /// clock here counts to seven, and is written to three.
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
