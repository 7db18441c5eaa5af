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
    /// <summary>The last four digits.</summary>
    public string Last4 => digits.Length >= 4 ? digits[^4..] : digits;

    /// <summary>
    /// The first digits, at most 8, which name the issuer; fewer if otherwise less than ten digits would stay hidden.
    /// </summary>
    public string Bin => digits[..Math.Clamp(digits.Length - 8, 0, 8)];

    /// <summary>All digits: for the processor only.</summary>
    public string Reveal() => digits;

    /// <inheritdoc/>
    public override string ToString() => $"…{Last4}";
}
