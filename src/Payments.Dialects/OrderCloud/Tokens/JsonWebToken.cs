using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Payments.Dialects.Wire.Reading;

namespace Payments.Dialects.OrderCloud.Tokens;

/// <summary>
/// The compact form of a JSON Web Token (RFC 7515 and 7519), signed with RSA and SHA-256 and nothing else: header,
/// payload and signature in base64url, dots between them. Kept, and not Microsoft.IdentityModel.JsonWebTokens, which
/// makes the same bytes: one key, one algorithm and one issuer need this page, whose every refusal has a test; the
/// library validates asynchronously only, and takes up to a quarter of a second for the first token after a cold start.
/// </summary>
internal static class JsonWebToken
{
    /// <summary>
    /// The longest token that is looked at, in characters: headers of 8 KiB are the usual limit of servers.
    /// </summary>
    public const int MaxLength = 8_192;

    /// <summary>RSA (PKCS #1, version 1.5) with SHA-256.</summary>
    public const string Algorithm = "RS256";

    private const string Type = "JWT";

    /// <summary>The token of a payload.</summary>
    public static string Sign(ReadOnlySpan<byte> payload, TokenKey key)
    {
        var header = Encoding.UTF8.GetBytes($$"""{"alg":"{{Algorithm}}","typ":"{{Type}}","kid":"{{key.Id}}"}""");
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(Encoding.UTF8.GetBytes(signed)))}";
    }

    /// <summary>
    /// The payload of a token that this key signed; null for anything else. Algorithm and key are ours to say, never
    /// the token's: a header that names others is refused, and is not followed.
    /// </summary>
    public static byte[]? Verify(string token, TokenKey key)
    {
        if (token.Length > MaxLength) return null;
        var parts = token.Split('.');
        if (parts.Length != 3) return null;

        // Base64url lets several texts stand for the same bytes, and only one is ours.
        if (Decode(parts[2]) is not { } signature || Base64Url.EncodeToString(signature) != parts[2]) return null;
        if (!key.Verify(Encoding.UTF8.GetBytes($"{parts[0]}.{parts[1]}"), signature)) return null;
        return Decode(parts[0]) is { } header && HasExpectedHeader(header, key) ? Decode(parts[1]) : null;
    }

    private static byte[]? Decode(string part) => Base64Url.IsValid(part) ? Base64Url.DecodeFromChars(part) : null;

    private static bool HasExpectedHeader(byte[] header, TokenKey key)
    {
        var read = JsonBody.Read(header);
        return read.Fault == BodyFault.None
            && HasValue(read.Root, "alg", Algorithm)
            && HasValue(read.Root, "typ", Type)
            && HasValue(read.Root, "kid", key.Id);
    }

    private static bool HasValue(JsonElement header, string name, string value) =>
        header.TryGetProperty(name, out var found)
        && found.ValueKind == JsonValueKind.String
        && found.ValueEquals(value);
}
