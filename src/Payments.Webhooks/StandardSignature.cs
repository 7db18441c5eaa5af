using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Webhooks;

/// <summary>
/// Signatures of the Standard Webhooks convention: HMAC-SHA256 over the message's id, its time and its body. A few
/// lines; a test verifies them with the convention's own library.
/// </summary>
internal static class StandardSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const string Version = "v1";
    private const string SecretPrefix = "whsec_";

    /// <summary>The value of the timestamp's header.</summary>
    public static string ToTimestamp(DateTimeOffset at) =>
        at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>The value of the signature's header: a signature for each secret.</summary>
    /// <remarks>
    /// If there are several, the last one is there twice: the NuGet package StandardWebhooks (1.1.2) never looks at the
    /// last of several, and a shop that verifies with it must not lose events while it changes to its new secret.
    /// </remarks>
    public static string Sign(IReadOnlyList<string> secrets, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var signatures = secrets.Select(secret => $"{Version},{Sign(secret, content)}").ToList();
        if (signatures.Count > 1) signatures.Add(signatures[^1]);
        return string.Join(' ', signatures);
    }

    private static string Sign(string secret, byte[] content) =>
        Convert.ToBase64String(HMACSHA256.HashData(ToKey(secret), content));

    private static byte[] ToKey(string secret) => secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
        ? Convert.FromBase64String(secret[SecretPrefix.Length..])
        : throw new ArgumentException($"A secret begins with {SecretPrefix}.", nameof(secret));
}
