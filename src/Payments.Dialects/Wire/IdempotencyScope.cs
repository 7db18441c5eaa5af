using System.Security.Cryptography;
using System.Text;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Wire;

/// <summary>The authenticated sender of a request with an idempotency key.</summary>
/// <param name="Organization">Keys are unique per organization.</param>
/// <param name="Standing">
/// The part of the headers that belongs to the request's identity: the caller's permissions, or the caller's other id
/// for the request. A repetition has the same; a caller with other permissions never gets the stored response.
/// </param>
/// <param name="Secret">
/// A secret of the caller or of this service, not stored with the fingerprint: from a plain hash of a body with a card
/// number in it, the number could be found.
/// </param>
public sealed record IdempotencyScope(OrganizationId Organization, string Standing, ReadOnlyMemory<byte> Secret)
{
    /// <summary>Whether keys that contain a card number are rejected, as the organization has set it.</summary>
    public bool ScreensCardNumbers { get; init; } = true;

    /// <summary>A hash of the request: its address, its sender, and the exact bytes of its body.</summary>
    public string ComputeFingerprint(WireRequest request)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Secret.Span);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.Url.PathAndQuery}\n{Standing}\n"));
        hash.AppendData(request.Body.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>Why a request with an idempotency key is rejected; each dialect has its own responses.</summary>
public enum IdempotencyKeyError
{
    /// <summary>The key is empty, too long, or has control characters.</summary>
    Malformed,

    /// <summary>The key contains a card number.</summary>
    CardNumber,

    /// <summary>A different request was sent with the key.</summary>
    UsedOtherwise,

    /// <summary>The request is still in progress; it may be repeated in a second.</summary>
    InProgress,
}
