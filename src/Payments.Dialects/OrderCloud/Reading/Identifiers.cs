using System.Buffers;
using System.Buffers.Text;

namespace Payments.Dialects.OrderCloud;

/// <summary>The ids of payments and transactions.</summary>
internal static class Identifiers
{
    /// <summary>The most characters of an id.</summary>
    public const int MaximumLength = 100;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>An id of characters that ids may have, not too long.</summary>
    public static bool IsGood(string text) =>
        text.Length is > 0 and <= MaximumLength && !text.AsSpan().ContainsAnyExcept(Characters);

    /// <summary>An id for whoever named none: 22 characters, as OrderCloud's own are.</summary>
    public static string Of(Guid unique) => Base64Url.EncodeToString(unique.ToByteArray(bigEndian: true));
}
