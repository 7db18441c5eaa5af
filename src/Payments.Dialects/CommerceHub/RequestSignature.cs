using System.Security.Cryptography;
using System.Text;

namespace Payments.Dialects.CommerceHub;

/// <summary>
/// HMAC-SHA256 over API key, client request id, timestamp and the raw body, without separators
/// (commerce-hub-credits.md, part 2). Two encodings are in official use; both are accepted.
/// </summary>
internal static class RequestSignature
{
    /// <summary>Takes the same time for any signature, so that the timing reveals nothing.</summary>
    public static bool IsValid(string signature, string secret, string signed, ReadOnlySpan<byte> body)
    {
        var hash = Hash(secret, signed, body);
        var given = Encoding.UTF8.GetBytes(signature);
        var isRaw = CryptographicOperations.FixedTimeEquals(given, Base64(hash));
        var isHex = CryptographicOperations.FixedTimeEquals(
            given, Base64(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash))));
        return isRaw | isHex;
    }

    private static byte[] Base64(byte[] bytes) => Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes));

    private static byte[] Hash(string secret, string signed, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(signed));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }
}
