using System.Globalization;
using Payments.Dialects.OrderCloud.Reading;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>
/// A time in a filter: ISO 8601, or as the .NET client writes a DateTimeOffset, which is in its machine's culture
/// (ListOptionsBuilder.cs: <c>$"{prefix}{value}"</c>). The formats of the invariant culture and of en-US are accepted;
/// both put the month before the day. Formats with the day first, as in en-GB, would be ambiguous: such a client must
/// set the invariant culture.
/// </summary>
/// <param name="At">The time.</param>
/// <param name="Precision">How precisely the time was written; times within this span are equal to it.</param>
internal readonly record struct FilterTime(DateTimeOffset At, TimeSpan Precision)
{
    private static readonly string[] Forms =
    [
        "M/d/yyyy H:mm:ss zzz",
        "M/d/yyyy h:mm:ss tt zzz",
        "M/d/yyyy H:mm:ss",
        "M/d/yyyy h:mm:ss tt",
    ];

    /// <summary>The time; null if the text is not a time.</summary>
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
    /// Whether a time equals this one. The .NET client's format has no fraction, so a time that it read with
    /// milliseconds and uses in a filter must match anything within that second.
    /// </summary>
    public bool Covers(DateTimeOffset time) => time >= At && time - At < Precision;

    /// <summary>
    /// Newer culture data has a narrow space before AM and PM, and an unescaped plus sign in a query arrives as a
    /// second space.
    /// </summary>
    private static string Plain(string text) => text
        .Replace('\u202f', ' ')
        .Replace('\u00a0', ' ')
        .Replace("  ", " +", StringComparison.Ordinal);
}
