using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Payments.Handlers.Ports;

namespace Payments.Dialects.Wire;

/// <summary>Whether a request is the one that a stored fingerprint was computed of.</summary>
internal enum FingerprintMatch
{
    /// <summary>It is the same request.</summary>
    Same,

    /// <summary>It is another request.</summary>
    Different,

    /// <summary>It can't be told: the organization no longer has the fingerprint's key.</summary>
    Unknown,
}

/// <summary>
/// Recognizes repetitions of a request: an HMAC of it under a key of its organization
/// (<see cref="Organization.FingerprintKey"/>). It names its key, so that the key can be replaced. Fingerprints of
/// versions before November 2026 name none, were computed with the sender's credential, and can't be compared any more.
/// Why it is done so is in docs/adr/0001-idempotency.md.
/// </summary>
internal static class RequestFingerprint
{
    private const char Separator = '.';

    /// <summary>In bytes; it only distinguishes an organization's few keys.</summary>
    private const int KeyIdLength = 4;

    /// <summary>The fingerprint to store with a request.</summary>
    public static string Compute(WireRequest request, IdempotencyScope scope) =>
        Compute(scope.Organization.FingerprintKey, request, scope);

    /// <summary>Compares a request with a stored fingerprint.</summary>
    public static FingerprintMatch Compare(string stored, WireRequest request, IdempotencyScope scope)
    {
        foreach (var key in scope.Organization.PreviousFingerprintKeys.Prepend(scope.Organization.FingerprintKey))
        {
            if (!stored.StartsWith(ToId(key) + Separator, StringComparison.Ordinal)) continue;
            return Compute(key, request, scope) == stored ? FingerprintMatch.Same : FingerprintMatch.Different;
        }

        return FingerprintMatch.Unknown;
    }

    private static string Compute(ReadOnlyMemory<byte> key, WireRequest request, IdempotencyScope scope)
    {
        if (key.IsEmpty)
            throw new InvalidOperationException($"Organization {scope.Organization.Id} has no fingerprint key.");
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Span);
        foreach (var part in (string[])
            [scope.Organization.Id.Value, request.Method, request.Url.PathAndQuery, scope.RequestId])
        {
            Append(hash, Encoding.UTF8.GetBytes(part));
        }

        Append(hash, request.Body.Span);
        return $"{ToId(key)}{Separator}{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    /// <summary>With its length in front, so that no part can pass for the end of another.</summary>
    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }

    private static string ToId(ReadOnlyMemory<byte> key) =>
        Convert.ToHexStringLower(SHA256.HashData(key.Span).AsSpan(0, KeyIdLength));
}
