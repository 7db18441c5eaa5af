using System.Globalization;

namespace Payments.Ledger.Identity;

/// <summary>A resource with an id assigned by this service.</summary>
public interface IIdentified
{
    /// <summary>Three letters that tell readers, and the parser, what kind of resource an id names.</summary>
    static abstract string Prefix { get; }
}

/// <summary>
/// The id of a <typeparamref name="T"/>: <c>ref-</c>, the 20 digits of its ledger, then digits of its own: 32 that
/// begin with the time (UUID version 7) for most, 12 random ones for an open credit, whose transaction id may have 32
/// in all (commerce-hub-credits.md, part 4). The 32 digits sort by time.
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

    /// <summary>Its own digits, unique within the ledger.</summary>
    public string Unique { get; }

    /// <summary>Creates an id from a time-ordered unique number.</summary>
    public static Id<T> New(LedgerId ledger, Guid unique) => new(ledger, unique.ToString("N"));

    /// <summary>Creates a short id from the last 12 digits of a unique number, which are random.</summary>
    public static Id<T> NewShort(LedgerId ledger, Guid unique) => new(ledger, unique.ToString("N")[^MinUniqueLength..]);

    /// <summary>
    /// The id of a resource that another one of its ledger makes: the same for the same number, so that it can't be
    /// made twice.
    /// </summary>
    public static Id<T> Derive<TSource>(Id<TSource> source, int number) where TSource : IIdentified
    {
        const ulong Tail = (1UL << (4 * MinUniqueLength)) - 1;
        var kept = source.Unique.Length - MinUniqueLength;
        var tail = ulong.Parse(
            source.Unique.AsSpan(kept), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return new Id<T>(source.Ledger, $"{source.Unique[..kept]}{(tail + (ulong)number) & Tail:x12}");
    }

    /// <summary>Parses an id; false for any other text, including ids of other kinds.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Id<T> id)
    {
        id = default;
        var start = T.Prefix.Length + 1;
        if (text.Length < start || !text.StartsWith(T.Prefix) || text[start - 1] != '-') return false;
        return TryParseBare(text[start..], out id);
    }

    /// <summary>Parses an id without its prefix.</summary>
    public static bool TryParseBare(ReadOnlySpan<char> text, out Id<T> id)
    {
        id = default;
        if (text.Length is < LedgerId.Length + MinUniqueLength or > LedgerId.Length + MaxUniqueLength) return false;
        if (!LedgerId.TryParse(text[..LedgerId.Length], out var ledger)) return false;
        if (!Digits.AreLowerHex(text[LedgerId.Length..])) return false;
        id = new Id<T>(ledger, text[LedgerId.Length..].ToString());
        return true;
    }

    /// <summary>Parses an id. Throws <see cref="FormatException"/> if it is not valid.</summary>
    public static Id<T> Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not an id of kind '{T.Prefix}'.");

    /// <summary>The id without its prefix: the ledger's and its own digits.</summary>
    public string ToBareString() => $"{Ledger}{Unique}";

    /// <summary>The id as it is sent and stored.</summary>
    public override string ToString() => $"{T.Prefix}-{Ledger}{Unique}";
}
