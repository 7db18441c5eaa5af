using System.Buffers.Text;

namespace Payments.Dialects.OrderCloud.Reading;

/// <summary>The ids of payments and transactions.</summary>
internal static class Identifiers
{
    /// <summary>An id for whoever named none: 22 characters, as OrderCloud's own are.</summary>
    public static string ToIdentifier(Guid unique) => Base64Url.EncodeToString(unique.ToByteArray(bigEndian: true));
}
