using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Payments.Dialects.Wire.Reading;

namespace Payments.Dialects.OrderCloud.Tokens;

/// <summary>
/// The compact form of a JSON Web Token (RFC 7515 and 7519), always signed with RSA and SHA-256: header,
/// payload and signature in base64url, separated by dots. Used instead of Microsoft.IdentityModel.JsonWebTokens, which
/// produces the same bytes: one key, one algorithm and one issuer need no more than this class, whose every rejection
/// has a test; the library validates only asynchronously, and takes up to 250 ms for the first token after a cold
/// start.
/// </summary>
internal static class JsonWebToken
{
    /// <summary>In characters: servers usually limit headers to 8 KiB.</summary>
    public const int MaxLength = 8_192;

    /// <summary>RSA (PKCS #1, version 1.5) with SHA-256.</summary>
    public const string Algorithm = "RS256";

    private const string Type = "JWT";

    public static string Sign(ReadOnlySpan<byte> payload, TokenKey key)
    {
        var header = Encoding.UTF8.GetBytes($$"""{"alg":"{{Algorithm}}","typ":"{{Type}}","kid":"{{key.Id}}"}""");
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(Encoding.UTF8.GetBytes(signed)))}";
    }

    /// <summary>
    /// The payload of a token that this key signed; null for anything else. The algorithm and key are never
    /// taken from the token: a header that names others is rejected.
    /// </summary>
    public static byte[]? Verify(string token, TokenKey key)
    {
        if (token.Length > MaxLength) return null;
        var parts = token.Split('.');
        if (parts.Length != 3) return null;

        // Several base64url texts decode to the same bytes; only the canonical one is accepted.
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
