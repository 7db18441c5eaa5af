namespace Payments.Handlers.Ports;

/// <summary>Where an open credit goes. In memory for one call to the processor; never stored, never logged.</summary>
public abstract record CreditInstrument
{
    private CreditInstrument()
    {
    }

    /// <summary>A card, by its number.</summary>
    /// <param name="Number">The card number.</param>
    /// <param name="Expiry">The last month of its validity.</param>
    public sealed record Card(CardNumber Number, CardExpiry Expiry) : CreditInstrument;

    /// <summary>A card, by a token of it.</summary>
    /// <param name="Data">The token.</param>
    /// <param name="Source">Who issued it, according to the caller.</param>
    /// <param name="Expiry">The card's expiry, if sent.</param>
    public sealed record Token(string Data, string? Source, CardExpiry? Expiry = null) : CreditInstrument;
}

/// <summary>The last month in which a card is valid.</summary>
/// <param name="Year">Four digits.</param>
/// <param name="Month">From 1.</param>
public sealed record CardExpiry(int Year, int Month)
{
    /// <summary>
    /// Whether the month is over everywhere: a card is valid through its last day, which ends last twelve hours behind
    /// UTC.
    /// </summary>
    public bool IsOver(DateTimeOffset at)
    {
        var local = at.ToOffset(TimeSpan.FromHours(-12));
        return (Year, Month).CompareTo((local.Year, local.Month)) < 0;
    }
}

/// <summary>A card number that no call site can print by accident: its text shows only the last four digits.</summary>
public sealed class CardNumber(string digits)
{
    private const int MaxBinDigits = 6;
    private const int MinHiddenDigits = 5;
    private const int LastDigits = 4;
    private const int LongBinDigits = 8;
    private const int MinDigitsForLongBin = 16;

    /// <summary>The last four digits.</summary>
    public string Last4 => digits.Length >= LastDigits ? digits[^LastDigits..] : digits;

    /// <summary>
    /// The first digits, at most 6, which name the issuer; fewer if otherwise less than <see cref="MinHiddenDigits"/>
    /// digits would stay hidden, as PCI DSS requires for every scheme and length.
    /// </summary>
    public string Bin =>
        digits[..Math.Clamp(digits.Length - LastDigits - MinHiddenDigits, 0, MaxBinDigits)];

    /// <summary>
    /// The first digits as they go into fingerprints: 8 of 16 or more, as PCI DSS allows, because fingerprints must
    /// stay what they were before <see cref="Bin"/> was shortened, or repeated requests would be taken for others.
    /// </summary>
    public string FingerprintBin => digits.Length >= MinDigitsForLongBin ? digits[..LongBinDigits] : Bin;

    /// <summary>All digits: for the processor only.</summary>
    public string Reveal() => digits;

    /// <inheritdoc/>
    public override string ToString() => $"…{Last4}";
}
