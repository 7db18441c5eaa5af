using System.Security.Cryptography;
using System.Text;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Wire;

/// <summary>Who sends a request that may be a repetition; the credentials have been found right.</summary>
/// <param name="Organization">Whose keys are looked at.</param>
/// <param name="Standing">
/// What of the headers is part of what is asked: what the caller may do, or the caller's other name for the request. A
/// repetition has the same; an answer is not given to who may do something else.
/// </param>
/// <param name="Secret">
/// Known to the caller or to this service, and not stored with the fingerprint: a plain hash of a body that holds a
/// card number would be as good as the number.
/// </param>
public sealed record IdempotencyScope(OrganizationId Organization, string Standing, ReadOnlyMemory<byte> Secret)
{
    /// <summary>A hash of what is asked: where, by whom, and the body to the byte.</summary>
    public string ComputeFingerprint(WireRequest request)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Secret.Span);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.Url.PathAndQuery}\n{Standing}\n"));
        hash.AppendData(request.Body.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>Why a request with an idempotency key is not carried out; each dialect has its own answers to it.</summary>
public enum IdempotencyKeyError
{
    /// <summary>The key is empty, too long, or has control characters.</summary>
    Malformed,

    /// <summary>Another request was made with the key.</summary>
    UsedOtherwise,

    /// <summary>The request is under way; it may be repeated in a second.</summary>
    InProgress,
}
