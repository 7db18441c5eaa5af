using System.Globalization;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Events;

/// <summary>
/// The id of an event: made of its journal entry's time, ledger and number, so that it is the same wherever and however
/// often the event is made. Ids sort by time.
/// </summary>
/// <param name="At">The time of the change; UTC.</param>
/// <param name="Ledger">The ledger.</param>
/// <param name="Sequence">The number of the journal entry.</param>
public readonly record struct LedgerEventId(DateTimeOffset At, LedgerId Ledger, long Sequence)
    : IComparable<LedgerEventId>
{
    private const string Prefix = "evt-";
    private const int TimeDigits = 16;
    private const int SequenceDigits = 12;
    private const int Length = TimeDigits + LedgerId.Length + SequenceDigits;

    /// <summary>Parses an id; false for any other text.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out LedgerEventId id)
    {
        id = default;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length != Prefix.Length + Length) return false;
        var digits = text[Prefix.Length..];
        if (!Digits.AreLowerHex(digits)) return false;
        const NumberStyles Hex = NumberStyles.AllowHexSpecifier;
        var culture = CultureInfo.InvariantCulture;
        if (!long.TryParse(digits[..TimeDigits], Hex, culture, out var ticks)
            || ticks < 0
            || ticks > DateTimeOffset.MaxValue.UtcTicks
            || !LedgerId.TryParse(digits.Slice(TimeDigits, LedgerId.Length), out var ledger)
            || !long.TryParse(digits[^SequenceDigits..], Hex, culture, out var sequence))
            return false;
        id = new LedgerEventId(new DateTimeOffset(ticks, TimeSpan.Zero), ledger, sequence);
        return true;
    }

    /// <summary>By time, then by ledger and number: the order of the list of events.</summary>
    public int CompareTo(LedgerEventId other) =>
        At != other.At ? At.CompareTo(other.At)
        : Ledger != other.Ledger ? string.CompareOrdinal(Ledger.ToString(), other.Ledger.ToString())
        : Sequence.CompareTo(other.Sequence);

    public static bool operator <(LedgerEventId left, LedgerEventId right) => left.CompareTo(right) < 0;

    public static bool operator >(LedgerEventId left, LedgerEventId right) => left.CompareTo(right) > 0;

    public static bool operator <=(LedgerEventId left, LedgerEventId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LedgerEventId left, LedgerEventId right) => left.CompareTo(right) >= 0;

    /// <summary>The id as it is sent.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Prefix}{At.UtcTicks:x16}{Ledger}{Sequence:x12}");
}
