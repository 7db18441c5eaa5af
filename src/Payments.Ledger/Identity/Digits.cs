using System.Buffers;

namespace Payments.Ledger.Identity;

/// <summary>What the ids are written in.</summary>
internal static class Digits
{
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>Nothing but lower-case hexadecimal digits.</summary>
    public static bool AreLowerHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(LowerHex);
}
