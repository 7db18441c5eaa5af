using Payments.Ledger.Currencies;
using Payments.Ledger.Records;

namespace Payments.Processors.Sandbox;

/// <summary>What the sandbox's own books decline, as an issuer would, regardless of the script.</summary>
internal static class SandboxLimits
{
    /// <summary>Why an operation can't take its amount from that target; null if it can.</summary>
    public static Decline? Check(SandboxKind kind, Money amount, SandboxOperation target)
    {
        if (target.Kind != GetTarget(kind) || target is not { State: SandboxState.Done, Voided: false })
            return ResponseCodes.ToDecline("040");
        if (target.Amount.Currency != amount.Currency)
        {
            return new Decline(
                DeclineReason.Unspecified, "804", $"{target.Reference} is in {target.Amount.Currency}.");
        }

        if (amount <= target.Room) return null;
        return new Decline(
            DeclineReason.Unspecified,
            kind == SandboxKind.Refund ? "810" : "809",
            $"Only {target.Room} of {target.Reference} is left.");
    }

    private static SandboxKind GetTarget(SandboxKind kind) => kind switch
    {
        SandboxKind.Capture or SandboxKind.Release => SandboxKind.Authorization,
        SandboxKind.Refund => SandboxKind.Capture,
        SandboxKind.Settlement => SandboxKind.Credit,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind has no target."),
    };
}
