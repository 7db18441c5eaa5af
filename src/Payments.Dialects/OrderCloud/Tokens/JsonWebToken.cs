using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Payments.Dialects.OrderCloud;

/// <summary>
/// The compact form of a JSON Web Token (RFC 7515 and 7519), signed with HMAC-SHA256 and nothing else: header, payload
/// and signature in base64url, dots between them. Kept, and not Microsoft.IdentityModel.JsonWebTokens, which makes the
/// same bytes: one key, one algorithm and one issuer need this page, whose every refusal has a test; the library
/// validates asynchronously only, takes three times as long for it, and up to a quarter of a second for the first
/// token after a cold start.
/// </summary>
internal static class JsonWebToken
{
    /// <summary>The shortest key, in bytes: that of the hash's own output (RFC 7518, 3.2).</summary>
    public const int ShortestKey = 32;

    /// <summary>
    /// The longest token that is looked at, in characters: headers of 8 KiB are the usual limit of servers.
    /// </summary>
    public const int MaximumLength = 8_192;

    private const string Algorithm = "HS256";
    private const string Type = "JWT";

    private static readonly string Header =
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"{{Algorithm}}","typ":"{{Type}}"}"""));

    /// <summary>The token of a payload.</summary>
    public static string Sign(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> key)
    {
        var signed = $"{Header}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Signature(signed, key)}";
    }

    /// <summary>
    /// The payload of a token that this key signed; null for anything else. The algorithm is ours to say, never the
    /// token's: a header that names another is refused, and is not followed.
    /// </summary>
    public static byte[]? Verify(string token, ReadOnlySpan<byte> key)
    {
        if (token.Length > MaximumLength) return null;
        var parts = token.Split('.');
        if (parts.Length != 3) return null;

        // The signatures are compared as text: base64url lets several texts stand for the same bytes, and only one is
        // ours.
        var expected = Encoding.UTF8.GetBytes(Signature($"{parts[0]}.{parts[1]}", key));
        if (!CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(parts[2]))) return null;
        return Decode(parts[0]) is { } header && IsOurs(header) ? Decode(parts[1]) : null;
    }

    private static string Signature(string signed, ReadOnlySpan<byte> key) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)));

    private static byte[]? Decode(string part) => Base64Url.IsValid(part) ? Base64Url.DecodeFromChars(part) : null;

    private static bool IsOurs(byte[] header)
    {
        var read = JsonBody.Read(header);
        return read.Fault == BodyFault.None && Says(read.Root, "alg", Algorithm) && Says(read.Root, "typ", Type);
    }

    private static bool Says(JsonElement header, string name, string value) =>
        header.TryGetProperty(name, out var found)
        && found.ValueKind == JsonValueKind.String
        && found.ValueEquals(value);
}
