using System.Collections.Immutable;
using Payments.Ledger.Records;

namespace Payments.Ledger.Events;

/// <summary>
/// Which changes of records are events. A pure function of a record's states before and after a change, and the only
/// place where this is decided: a new kind of record, or a new status, needs a line here, or nothing of it is stored.
/// </summary>
public static class RecordEvents
{
    /// <summary>The event that a change is; null if it is not one.</summary>
    /// <param name="before">The record before the change; null if it is created.</param>
    /// <param name="after">The record after the change; null if it is deleted.</param>
    public static EventKind? Find(Record? before, Record? after) => (after ?? before) switch
    {
        Authorization => Find(before as Authorization, after as Authorization),
        Capture => Find(before as Capture, after as Capture),
        Refund => Find(before as Refund, after as Refund),
        CreditPayment => Find(
            before,
            after,
            EventKind.CreditPaymentCreated,
            EventKind.CreditPaymentUpdated,
            EventKind.CreditPaymentDeleted),
        Credit => Find(before as Credit, after as Credit),
        Payment => Find(
            before, after, EventKind.PaymentCreated, EventKind.PaymentUpdated, EventKind.PaymentDeleted),
        // What a recorded transaction does is an event of what it does it to. Identifiers are the shop's own names.
        Transaction or IdentifierSet or null => null,
        var record => throw new InvalidOperationException($"No events are defined for {record.GetType().Name}."),
    };

    private static EventKind? Find(Authorization? before, Authorization? after)
    {
        if (after is null) return EventKind.AuthorizationDeleted;
        if (before?.Status != after.Status) return ToKind(after.Status);
        if (before.Standing == after.Standing) return null;
        return before.Amount == after.Amount && after.Standing < before.Standing
            ? EventKind.AuthorizationReleased
            : EventKind.AuthorizationUpdated;
    }

    private static EventKind? Find(Capture? before, Capture? after)
    {
        if (after is null) return before!.Status == CaptureStatus.Succeeded ? EventKind.CaptureDeleted : null;
        if (after.Outcome is CaptureOutcome.Voided && before?.Outcome is not CaptureOutcome.Voided)
            return EventKind.CaptureVoided;
        return before?.Status == after.Status
            ? FindDispute(before.Disputes ?? [], after.Disputes ?? [])
            : ToKind(after.Status);
    }

    /// <summary>
    /// Of several changes at once the one that costs the shop most; the event has all disputes as they are now.
    /// </summary>
    private static EventKind? FindDispute(ImmutableArray<Dispute> before, ImmutableArray<Dispute> after)
    {
        var changed = after.Except(before).Select(dispute => dispute.Status).ToList();
        return changed.Contains(DisputeStatus.Lost) ? EventKind.CaptureDisputeLost
            : changed.Contains(DisputeStatus.Won) ? EventKind.CaptureDisputeWon
            : changed.Count > 0 || before.Length != after.Length ? EventKind.CaptureDisputed
            : null;
    }

    /// <summary>
    /// Money that comes back after the refund was paid is told, whatever becomes of the refund: even if as much went to
    /// credit payments at once.
    /// </summary>
    private static EventKind? Find(Refund? before, Refund? after)
    {
        if (after is null) return EventKind.RefundDeleted;
        if (before is { Status: RefundStatus.Succeeded } && after.RefundedToCards != before.RefundedToCards)
        {
            return after.RefundedToCards < before.RefundedToCards
                ? EventKind.RefundReversed
                : EventKind.RefundSucceeded;
        }

        return before?.Status == after.Status ? null : ToKind(after.Status);
    }

    private static EventKind? Find(Credit? before, Credit? after) =>
        after is null || before?.Status == after.Status ? null : ToKind(after.Status);

    private static EventKind? Find(
        Record? before, Record? after, EventKind created, EventKind updated, EventKind deleted) =>
        before is null ? created
        : after is null ? deleted
        : updated;

    internal static EventKind ToKind(AuthorizationStatus status) => status switch
    {
        AuthorizationStatus.Authorized => EventKind.AuthorizationAuthorized,
        AuthorizationStatus.Reversed => EventKind.AuthorizationReversed,
        _ => throw Undefined(status),
    };

    /// <summary>Null for a capture that has no outcome yet: the shop hears of it when it has.</summary>
    internal static EventKind? ToKind(CaptureStatus status) => status switch
    {
        CaptureStatus.Pending => null,
        CaptureStatus.Succeeded => EventKind.CaptureSucceeded,
        CaptureStatus.Failed => EventKind.CaptureFailed,
        _ => throw Undefined(status),
    };

    internal static EventKind ToKind(RefundStatus status) => status switch
    {
        RefundStatus.Pending => EventKind.RefundRequested,
        RefundStatus.Succeeded => EventKind.RefundSucceeded,
        RefundStatus.Failed => EventKind.RefundFailed,
        RefundStatus.Canceled => EventKind.RefundCanceled,
        _ => throw Undefined(status),
    };

    internal static EventKind ToKind(CreditStatus status) => status switch
    {
        CreditStatus.Authorized => EventKind.CreditAuthorized,
        CreditStatus.Settled => EventKind.CreditSettled,
        CreditStatus.Declined => EventKind.CreditDeclined,
        CreditStatus.Failed => EventKind.CreditFailed,
        _ => throw Undefined(status),
    };

    private static InvalidOperationException Undefined<T>(T status) where T : struct, Enum =>
        new($"No event is defined for {typeof(T).Name} {status}.");
}
