namespace Payments.Ledger.Records;

/// <summary>A processor's decline. It is final for its idempotency key.</summary>
/// <param name="Reason">Why, in terms that no gateway owns: the rest of the service decides by this.</param>
/// <param name="Code">
/// The processor's own code, such as <c>008</c>: passed through, and nothing is decided by it.
/// </param>
/// <param name="Message">The processor's own message, for people.</param>
/// <param name="Permanent">
/// The card or account will always decline: other captures of the same authorization are not tried.
/// </param>
public sealed record Decline(DeclineReason Reason, string Code, string Message, bool Permanent = false);
