using System.Collections.Immutable;
using Payments.Handlers.Ports;

namespace Payments.Dialects.CommerceHub.Credits;

/// <summary>
/// Detects a card's scheme, by Commerce Hub's names, from its first digits (commerce-hub-credits.md, part 3.2).
/// </summary>
internal static class CardScheme
{
    /// <summary>
    /// First and last prefix of each range. All of 62 is UnionPay: the part of it that Discover accepts
    /// in North America (622126 to 622925) is on UnionPay cards.
    /// </summary>
    private static readonly ImmutableArray<(string First, string Last, string Scheme)> Ranges =
    [
        ("300", "305", "DINERS"),
        ("3095", "3095", "DINERS"),
        ("34", "34", "AMEX"),
        ("3528", "3589", "JCB"),
        ("36", "36", "DINERS"),
        ("37", "37", "AMEX"),
        ("38", "39", "DINERS"),
        ("4", "4", "VISA"),
        ("50", "50", "MAESTRO"),
        ("2221", "2720", "MASTERCARD"),
        ("51", "55", "MASTERCARD"),
        ("56", "58", "MAESTRO"),
        ("6011", "6011", "DISCOVER"),
        ("6304", "6304", "MAESTRO"),
        ("6390", "6390", "MAESTRO"),
        ("62", "62", "UNION_PAY"),
        ("644", "649", "DISCOVER"),
        ("65", "65", "DISCOVER"),
        ("67", "67", "MAESTRO"),
        ("8100", "8171", "UNION_PAY"),
    ];

    /// <summary>The scheme; null if no range matches.</summary>
    public static string? Detect(CardNumber number)
    {
        var bin = number.Bin;
        return Ranges.FirstOrDefault(range => IsWithin(bin, range.First, range.Last)).Scheme;
    }

    /// <summary>Prefixes of equal length compare as text the way they do as numbers.</summary>
    private static bool IsWithin(string bin, string first, string last)
    {
        if (bin.Length < first.Length) return false;
        var prefix = bin[..first.Length];
        return string.CompareOrdinal(prefix, first) >= 0 && string.CompareOrdinal(prefix, last) <= 0;
    }
}
