using System.Buffers;

namespace Payments.Ledger.Identity;

/// <summary>Hexadecimal digits, which ids consist of.</summary>
internal static class Digits
{
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether a text has only lower-case hexadecimal digits.</summary>
    public static bool AreLowerHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(LowerHex);
}
