using System.Globalization;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Reading;

/// <summary>
/// The number of a journal entry among all of an organization's, as clients see it: as a 64-bit integer. It is never
/// stored: 41 bits are the entry's time in milliseconds, by which the timeline finds it, and 22 bits distinguish
/// entries of the same millisecond.
/// </summary>
/// <remarks>
/// Two entries of one ledger never share a number, unless four million of them are of one millisecond. Two entries of
/// different ledgers and the same millisecond share a number once in four million times; a request for it then returns
/// both.
/// </remarks>
public readonly record struct VersionNumber(long Value)
{
    private const int TimeBits = 41;
    private const int EntryBits = 22;
    private const long EntryMask = (1L << EntryBits) - 1;

    /// <summary>The start of time: 41 bits last until 2089.</summary>
    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The earliest time that the entry can have.</summary>
    public DateTimeOffset From => Epoch.AddMilliseconds(Value >> EntryBits);

    /// <summary>The end of that millisecond, exclusive.</summary>
    public DateTimeOffset To => From.AddMilliseconds(1);

    /// <summary>The number of an entry.</summary>
    public static VersionNumber Create(LedgerId ledger, long sequence, DateTimeOffset at)
    {
        var milliseconds = (at - Epoch).Ticks / TimeSpan.TicksPerMillisecond;
        if (milliseconds is < 0 or >= 1L << TimeBits)
            throw new ArgumentOutOfRangeException(nameof(at), at, "Versions can't be numbered at this time.");

        // A ledger's id is a hash: its first digits are as good as random.
        var first = long.Parse(
            ledger.ToString().AsSpan(0, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return new VersionNumber((milliseconds << EntryBits) | ((first + sequence) & EntryMask));
    }

    /// <summary>Parses a number; false for any other text.</summary>
    public static bool TryParse(string text, out VersionNumber number)
    {
        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        number = new VersionNumber(value);
        return isNumber;
    }

    /// <summary>The number in decimal digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
