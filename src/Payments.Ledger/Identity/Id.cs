namespace Payments.Ledger.Identity;

/// <summary>A resource that has an id of ours, and the prefix that its ids begin with.</summary>
public interface IIdentified
{
    /// <summary>Three letters that tell a reader, and the parser, what an id names.</summary>
    static abstract string Prefix { get; }
}

/// <summary>
/// The id of a <typeparamref name="T"/>: <c>ref-</c>, the 20 digits of its ledger, then digits of its own:
/// 32 that begin with the time (UUID version 7) for most, 12 at random for an open credit, whose transaction id may
/// have 32 in all (commerce-hub-credits.md, part 4). The own digits of two ids sort by time.
/// </summary>
public readonly record struct Id<T> where T : IIdentified
{
    private const int MinUniqueLength = 12;
    private const int MaxUniqueLength = 32;

    private Id(LedgerId ledger, string unique)
    {
        Ledger = ledger;
        Unique = unique;
    }

    /// <summary>The ledger that holds the resource.</summary>
    public LedgerId Ledger { get; }

    /// <summary>What tells it from the others of its ledger.</summary>
    public string Unique { get; }

    /// <summary>A new id, from a time-ordered unique number.</summary>
    public static Id<T> New(LedgerId ledger, Guid unique) => new(ledger, unique.ToString("N"));

    /// <summary>A new short id, of the 12 last digits of a unique number: its random end.</summary>
    public static Id<T> NewShort(LedgerId ledger, Guid unique) => new(ledger, unique.ToString("N")[^MinUniqueLength..]);

    /// <summary>The id that a text is; false for any other text, another kind's id among them.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Id<T> id)
    {
        id = default;
        var start = T.Prefix.Length + 1;
        if (text.Length < start || !text.StartsWith(T.Prefix) || text[start - 1] != '-') return false;
        return TryParseBare(text[start..], out id);
    }

    /// <summary>The id that a text without its prefix is.</summary>
    public static bool TryParseBare(ReadOnlySpan<char> text, out Id<T> id)
    {
        id = default;
        if (text.Length is < LedgerId.Length + MinUniqueLength or > LedgerId.Length + MaxUniqueLength) return false;
        if (!LedgerId.TryParse(text[..LedgerId.Length], out var ledger)) return false;
        if (!Digits.AreLowerHex(text[LedgerId.Length..])) return false;
        id = new Id<T>(ledger, text[LedgerId.Length..].ToString());
        return true;
    }

    /// <summary>The id that a text is. Throws <see cref="FormatException"/> where it is none.</summary>
    public static Id<T> Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is no id of the kind '{T.Prefix}'.");

    /// <summary>The id without its prefix: ledger and own digits.</summary>
    public string ToBareString() => $"{Ledger}{Unique}";

    /// <summary>The id as it is sent and stored.</summary>
    public override string ToString() => $"{T.Prefix}-{Ledger}{Unique}";
}
