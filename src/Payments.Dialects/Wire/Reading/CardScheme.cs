using System.Collections.Immutable;

namespace Payments.Dialects.Wire.Reading;

/// <summary>
/// Detects a card's scheme, by Commerce Hub's names, from its first digits (commerce-hub-credits.md, part 3.2).
/// </summary>
internal static class CardScheme
{
    private static readonly ImmutableArray<int> Sixteen = [16];
    private static readonly ImmutableArray<int> ToNineteen = [16, 17, 18, 19];

    /// <summary>
    /// First and last prefix of each range, and the lengths of the numbers that are issued in it; shorter Maestro
    /// numbers were never common. All of 62 is UnionPay: the part of it that Discover accepts in North America (622126
    /// to 622925) is on UnionPay cards.
    /// </summary>
    private static readonly ImmutableArray<(string First, string Last, string Scheme, ImmutableArray<int> Lengths)>
        Ranges =
    [
        ("300", "305", "DINERS", [14, 16]),
        ("3095", "3095", "DINERS", [14, 16]),
        ("34", "34", "AMEX", [15]),
        ("3528", "3589", "JCB", ToNineteen),
        ("36", "36", "DINERS", [14, 16]),
        ("37", "37", "AMEX", [15]),
        ("38", "39", "DINERS", [14, 16]),
        ("4", "4", "VISA", [13, 16, 19]),
        ("50", "50", "MAESTRO", ToNineteen),
        ("2221", "2720", "MASTERCARD", Sixteen),
        ("51", "55", "MASTERCARD", Sixteen),
        ("56", "58", "MAESTRO", ToNineteen),
        ("6011", "6011", "DISCOVER", ToNineteen),
        ("6304", "6304", "MAESTRO", ToNineteen),
        ("6390", "6390", "MAESTRO", ToNineteen),
        ("62", "62", "UNION_PAY", ToNineteen),
        ("644", "649", "DISCOVER", ToNineteen),
        ("65", "65", "DISCOVER", ToNineteen),
        ("67", "67", "MAESTRO", ToNineteen),
        ("8100", "8171", "UNION_PAY", ToNineteen),
    ];

    /// <summary>The scheme of a card number; null if no range matches.</summary>
    public static string? Detect(string digits) =>
        Ranges.FirstOrDefault(range => IsWithin(digits, range.First, range.Last)).Scheme;

    /// <summary>Whether a scheme issues numbers with these first digits and this length.</summary>
    public static bool Issues(string digits) => Ranges.Any(range =>
        IsWithin(digits, range.First, range.Last) && range.Lengths.Contains(digits.Length));

    /// <summary>Prefixes of equal length compare as text the way they do as numbers.</summary>
    private static bool IsWithin(string digits, string first, string last)
    {
        if (digits.Length < first.Length) return false;
        var prefix = digits[..first.Length];
        return string.CompareOrdinal(prefix, first) >= 0 && string.CompareOrdinal(prefix, last) <= 0;
    }
}
