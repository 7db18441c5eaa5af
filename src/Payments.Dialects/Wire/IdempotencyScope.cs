using Payments.Handlers.Ports;

namespace Payments.Dialects.Wire;

/// <summary>
/// What a request with an idempotency key is besides its address and body. Nothing in here depends on how its sender
/// proved itself: after the rotation of a token, secret or signing key, a repetition is the same request.
/// </summary>
/// <param name="Organization">Keys are unique per organization.</param>
/// <param name="RequestId">
/// The sender's other id of the request, where the API has one. A repetition has the same.
/// </param>
public sealed record IdempotencyScope(Organization Organization, string RequestId);

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
