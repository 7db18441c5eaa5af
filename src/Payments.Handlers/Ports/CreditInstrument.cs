namespace Payments.Handlers;

/// <summary>Where an open credit goes. In memory for one call to the processor; never stored, never logged.</summary>
public abstract record CreditInstrument
{
    private CreditInstrument()
    {
    }

    /// <summary>A card, by its number.</summary>
    /// <param name="Number">The number.</param>
    /// <param name="ExpirationMonth">Two digits.</param>
    /// <param name="ExpirationYear">Four digits.</param>
    public sealed record Card(CardNumber Number, string? ExpirationMonth, string? ExpirationYear) : CreditInstrument;

    /// <summary>A card, by a token of it.</summary>
    /// <param name="Data">The token.</param>
    /// <param name="Source">Who issued it, such as <c>TRANSARMOR</c>.</param>
    public sealed record Token(string Data, string? Source) : CreditInstrument;
}

/// <summary>A card number that no call site can print by accident: as text it is its last four digits.</summary>
public sealed class CardNumber(string digits)
{
    /// <summary>The last four digits.</summary>
    public string Last4 => digits.Length >= 4 ? digits[^4..] : digits;

    /// <summary>
    /// The first digits, at most 8: the issuer. Shorter where fewer than ten digits would be left unknown.
    /// </summary>
    public string Bin => digits[..Math.Clamp(digits.Length - 8, 0, 8)];

    /// <summary>All digits: for the processor alone.</summary>
    public string Reveal() => digits;

    /// <inheritdoc/>
    public override string ToString() => $"…{Last4}";
}
