namespace Payments.Ledger.Records;

/// <summary>A processor's rejection. It is final for the idempotency key that it was given to.</summary>
/// <param name="Reason">Why, in words of no gateway: what other parts go by.</param>
/// <param name="Code">The processor's own code, such as <c>008</c>: passed on as it is, and nothing is decided by it.
/// </param>
/// <param name="Message">The processor's own words, for people.</param>
/// <param name="Permanent">The card or account will never do it: other captures of the same authorization are not
/// tried.</param>
public sealed record Decline(DeclineReason Reason, string Code, string Message, bool Permanent = false);
