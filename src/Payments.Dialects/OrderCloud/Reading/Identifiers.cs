using System.Buffers;
using System.Buffers.Text;

namespace Payments.Dialects.OrderCloud;

/// <summary>The ids of payments and transactions.</summary>
internal static class Identifiers
{
    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>An id of characters that ids may have, not too long.</summary>
    public static bool IsGood(string text) =>
        text.Length is > 0 and <= JsonFields.MaximumId && !text.AsSpan().ContainsAnyExcept(Characters);

    /// <summary>An id for whoever named none: 22 characters, as OrderCloud's own are.</summary>
    public static string Of(Guid unique) => Base64Url.EncodeToString(unique.ToByteArray(bigEndian: true));
}
