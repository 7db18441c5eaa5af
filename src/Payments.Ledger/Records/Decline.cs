namespace Payments.Ledger;

/// <summary>A processor's no.</summary>
/// <param name="Code">The processor's code, such as <c>008</c>; ours where it has none.</param>
/// <param name="Message">Its words.</param>
/// <param name="Permanent">The card or account will never do it: other captures of the same authorization are not
/// tried.</param>
public sealed record Decline(string Code, string Message, bool Permanent = false);
