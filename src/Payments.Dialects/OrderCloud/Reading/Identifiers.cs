using System.Buffers.Text;

namespace Payments.Dialects.OrderCloud.Reading;

/// <summary>Generated ids of payments and transactions.</summary>
internal static class Identifiers
{
    /// <summary>An id for a resource that was created without one: 22 characters, like OrderCloud's own.</summary>
    public static string ToIdentifier(Guid unique) => Base64Url.EncodeToString(unique.ToByteArray(bigEndian: true));
}
