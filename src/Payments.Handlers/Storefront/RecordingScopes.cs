using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Handlers.Storefront;

/// <summary>
/// The scopes that recording takes beside that of writing. What counts money as returned, or lets this service's
/// processor pay out money that it never captured, takes the scope of refunds: a credential that may not refund must
/// not come to the same by recording (docs/security.md).
/// </summary>
internal static class RecordingScopes
{
    /// <summary>The decision; a rejection if it was accepted and the caller lacks a scope for what it does.</summary>
    public static Decision<Transaction> RequireForRecording(
        this Decision<Transaction> decision, RecordTransaction command, Scopes granted) =>
        decision is Decision<Transaction>.Accepted { Result.Effect: var effect }
        && (command.Meaning is TransactionMeaning.Refund or TransactionMeaning.Chargeback
            || effect.Refund is not null
            || (effect.Capture is not null && !command.Processor.IsExternal))
            ? Require(decision, granted)
            : decision;

    /// <summary>The same for a deletion: without its record, what was refunded can be refunded again.</summary>
    public static Decision<Transaction> RequireForDeletion(this Decision<Transaction> decision, Scopes granted) =>
        decision is Decision<Transaction>.Accepted { Result.Effect.Refund: not null }
            ? Require(decision, granted)
            : decision;

    private static Decision<Transaction> Require(Decision<Transaction> decision, Scopes granted) =>
        granted.HasFlag(Scopes.Refund)
            ? decision
            : Decision<Transaction>.Reject(
                RejectionReason.RefundsNotPermitted, "The caller's credential may not refund.");
}
