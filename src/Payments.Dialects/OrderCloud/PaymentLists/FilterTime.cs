using System.Globalization;
using Payments.Dialects.OrderCloud.Reading;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>
/// A time in a filter: of ISO 8601, or as the .NET client writes a DateTimeOffset, which is as its machine's culture
/// writes it (ListOptionsBuilder.cs: <c>$"{prefix}{value}"</c>). Read are the invariant culture's form and en-US's,
/// which agree on the month before the day. Where the day comes first, as in en-GB, a text would often be another day's
/// as well: such a client sets the invariant culture.
/// </summary>
/// <param name="At">The time.</param>
/// <param name="Precision">How far it was written; what lies within it is at this time.</param>
internal readonly record struct FilterTime(DateTimeOffset At, TimeSpan Precision)
{
    private static readonly string[] Forms =
    [
        "M/d/yyyy H:mm:ss zzz",
        "M/d/yyyy h:mm:ss tt zzz",
        "M/d/yyyy H:mm:ss",
        "M/d/yyyy h:mm:ss tt",
    ];

    /// <summary>The time; null for a text that is none.</summary>
    public static FilterTime? Read(string text)
    {
        if (Timestamps.TryRead(text, out var exact)) return new FilterTime(exact, TimeSpan.FromTicks(1));
        return DateTimeOffset.TryParseExact(
            Plain(text),
            Forms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var second)
            ? new FilterTime(second, TimeSpan.FromSeconds(1))
            : null;
    }

    /// <summary>
    /// Whether a time is this one. The .NET client's form has no fraction: what it read to the millisecond, and asks
    /// for again, is within the second that it names.
    /// </summary>
    public bool Covers(DateTimeOffset time) => time >= At && time - At < Precision;

    /// <summary>
    /// Newer tables of cultures have a narrow space before AM and PM; and a plus sign that was not escaped in a query
    /// comes as a second space.
    /// </summary>
    private static string Plain(string text) => text
        .Replace('\u202f', ' ')
        .Replace('\u00a0', ' ')
        .Replace("  ", " +", StringComparison.Ordinal);
}
