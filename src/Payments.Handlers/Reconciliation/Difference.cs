using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;

namespace Payments.Handlers.Reconciliation;

/// <summary>How a statement and the ledgers differ.</summary>
public enum DifferenceKind
{
    /// <summary>The processor moved money of which no ledger has a record.</summary>
    NotInLedger,

    /// <summary>A ledger says that money moved, and the processor's statement does not have it.</summary>
    NotAtProcessor,

    /// <summary>The amounts, or the currencies, are not the same.</summary>
    AmountDiffers,

    /// <summary>The processor moved the money of one operation twice.</summary>
    MovedTwice,

    /// <summary>The processor moved the money, and the ledger is still waiting for the outcome.</summary>
    OutcomeNotLearned,

    /// <summary>The processor moved the money, and the ledger says that it declined.</summary>
    MovedAfterDecline,

    /// <summary>The money came back at the processor, and the ledger says that it moved.</summary>
    ReturnNotLearned,

    /// <summary>A ledger says that the money came back, and the processor's statement does not have it.</summary>
    ReturnNotAtProcessor,

    /// <summary>A dispute took money, and the capture's ledger does not have it.</summary>
    DisputeNotLearned,
}

/// <summary>A difference between a processor's statement and the ledgers.</summary>
/// <param name="Kind">How they differ.</param>
/// <param name="Movement">What the money moved for.</param>
/// <param name="Reference">The processor's reference; null if its statement has nothing.</param>
/// <param name="Operation">The operation; null if this service asked for none.</param>
/// <param name="AtProcessor">What the statement says; null if it has nothing.</param>
/// <param name="InLedger">What the ledger says; null if there is no record.</param>
/// <param name="At">When the processor booked it, or else when the ledger learned of it.</param>
public sealed record Difference(
    DifferenceKind Kind,
    MovementKind Movement,
    string? Reference,
    OperationName? Operation,
    Money? AtProcessor,
    Money? InLedger,
    DateTimeOffset At)
{
    /// <summary>What has most likely happened.</summary>
    public string Cause => Kind switch
    {
        DifferenceKind.NotInLedger when Operation is null =>
            "Somebody moved it at the processor by hand, such as in its dashboard.",
        DifferenceKind.NotInLedger => "The record was deleted, or belongs to another store than this service's.",
        DifferenceKind.NotAtProcessor =>
            "The processor booked it on another account, or at another time; or its metadata was changed there.",
        DifferenceKind.AmountDiffers =>
            "The processor changed the amount, or it was changed there by hand; or it was converted.",
        DifferenceKind.MovedTwice =>
            "A repetition was executed as a new operation, because the processor had forgotten the first one.",
        DifferenceKind.OutcomeNotLearned =>
            "The outcome was not learned yet: the response was lost, and the next inquiry is still to come.",
        DifferenceKind.MovedAfterDecline =>
            "The processor executed after it had declined, and the notification of that never came.",
        DifferenceKind.ReturnNotLearned =>
            "It failed or was voided after it had succeeded, and the notification of that never came.",
        DifferenceKind.ReturnNotAtProcessor =>
            "The processor says that it failed, and has not booked the money back; or it did so at another time.",
        DifferenceKind.DisputeNotLearned => "The notification of the dispute, or of how it ended, never came.",
        _ => throw new InvalidOperationException($"{Kind} is of an unknown kind."),
    };

    /// <summary>What a person can do. Nothing is mended by itself.</summary>
    public string Remedy => Kind switch
    {
        DifferenceKind.NotInLedger when Operation is null =>
            "Ask who did it. Record it with the order, or a refund may be paid a second time.",
        DifferenceKind.NotInLedger => "Look for the record in the audit trail, and for the reference at the processor.",
        DifferenceKind.NotAtProcessor =>
            "Look for the record's reference at the processor. If it is not there either, ask the processor.",
        DifferenceKind.AmountDiffers => "Compare both by the reference, and correct the one that is wrong.",
        DifferenceKind.MovedTwice =>
            "Have the processor undo the second one, and report it: this service must never do that.",
        DifferenceKind.OutcomeNotLearned =>
            "Nothing, if it is less than a day old: read the record, which asks the processor. Else see the alert "
            + "unknown-outcomes.",
        DifferenceKind.MovedAfterDecline or DifferenceKind.ReturnNotLearned or DifferenceKind.DisputeNotLearned =>
            "Have the processor send its notification again, which has the record reviewed; then check that its "
            + "webhooks reach this service.",
        DifferenceKind.ReturnNotAtProcessor =>
            "Wait for the processor to book it; if it does not within some days, ask it.",
        _ => throw new InvalidOperationException($"{Kind} is of an unknown kind."),
    };
}
