using System.Globalization;
using System.Text.Json;
using Payments.Dialects.OrderCloud.Reading;
using Payments.Dialects.Wire.Reading;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>A single value of a listed payment: its text, and its number or time if it is one.</summary>
internal sealed record Scalar(string Text, decimal? Number = null, DateTimeOffset? Time = null) : IComparable<Scalar>
{
    private string? _folded;

    /// <summary>An object or an array: it exists, but has no text to compare.</summary>
    public static readonly Scalar Structure = new("");

    /// <summary>Its text in upper case, to be compared ignoring case.</summary>
    public string Folded => _folded ??= Text.ToUpperInvariant();

    /// <summary>An empty text, which counts as no value.</summary>
    public bool IsEmpty => Text.Length == 0 && !ReferenceEquals(this, Structure);

    public static Scalar From(decimal number) => new(number.ToString(CultureInfo.InvariantCulture), number);

    public static Scalar From(bool flag) => new(flag ? "true" : "false");

    /// <summary>A time, with the precision of its text.</summary>
    public static Scalar OfTime(string text) =>
        Timestamps.TryRead(text, out var time) ? new Scalar(text, Time: time) : new Scalar(text);

    /// <summary>A filter's operand, as a number or time if it can be parsed as one.</summary>
    public static Scalar OfOperand(string text) => new(
        text, ExactNumber.TryRead(text, out var number) ? number : null, FilterTime.Read(text)?.At);

    /// <summary>A value in a payment's <c>xp</c>; null for an object or array.</summary>
    public static Scalar? From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => new Scalar(element.GetString()!),
        JsonValueKind.True => From(true),
        JsonValueKind.False => From(false),
        JsonValueKind.Number => new Scalar(
            element.GetRawText(), ExactNumber.TryRead(element.GetRawText(), out var number) ? number : null),
        _ => null,
    };

    /// <summary>Numbers come first, in numeric order; times are chronological; texts are compared ordinally.</summary>
    public int CompareTo(Scalar? other)
    {
        if (other is null) return 1;
        if (Number is { } number && other.Number is { } otherNumber) return number.CompareTo(otherNumber);
        if (Time is { } time && other.Time is { } otherTime) return time.CompareTo(otherTime);
        if ((Number is null) != (other.Number is null)) return Number is null ? 1 : -1;
        return string.CompareOrdinal(Text, other.Text);
    }

    /// <summary>
    /// Whether this value of a payment matches one alternative of a filter, and how many characters that took.
    /// </summary>
    public bool Meets(Comparison comparison, Wildcard operand, out long compared)
    {
        if (operand.HasStar) return operand.Matches(Folded, out compared);
        var other = operand.Operand;
        compared = CountCompared(other);
        if (comparison == Comparison.Equal) return Equal(other) || (Time is { } own && IsAt(own, operand.Literal));

        // A number can only be ordered against another number, never by its text.
        if (Number is not null && other.Number is null) return false;
        var order = (Number, Time) switch
        {
            (not null, _) => Number.Value.CompareTo(other.Number!.Value),
            (_, not null) when other.Time is { } time => Time.Value.CompareTo(time),
            _ => string.CompareOrdinal(Text, other.Text),
        };
        return comparison switch
        {
            Comparison.Greater => order > 0,
            Comparison.Less => order < 0,
            Comparison.AtLeast => order >= 0,
            Comparison.AtMost => order <= 0,
            _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Not an order."),
        };
    }

    /// <summary>How many characters a comparison with another value looks at: to the first that differs.</summary>
    public int CountCompared(Scalar? other) =>
        other is null ? 1 : 1 + Folded.AsSpan().CommonPrefixLength(other.Folded);

    private static bool IsAt(DateTimeOffset time, string text) => FilterTime.Read(text)?.Covers(time) is true;

    private bool Equal(Scalar other) =>
        (Number is not null && Number == other.Number)
        || string.Equals(Text, other.Text, StringComparison.OrdinalIgnoreCase);
}
