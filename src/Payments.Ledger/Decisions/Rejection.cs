using Payments.Ledger.Records;

namespace Payments.Ledger.Decisions;

/// <summary>
/// Why the ledger rejects a command. Each dialect maps these to its own statuses and codes, in one place.
/// </summary>
public enum RejectionReason
{
    /// <summary>The organization has no such order.</summary>
    UnknownOrder,

    /// <summary>The order has no such OrderCloud payment.</summary>
    UnknownPayment,

    /// <summary>The organization has no such authorization.</summary>
    UnknownAuthorization,

    /// <summary>The organization has no such capture, or it did not succeed.</summary>
    UnknownCapture,

    /// <summary>No such transaction, identifier or credit payment.</summary>
    UnknownResource,

    /// <summary>The order, authorization and capture in the request do not belong together.</summary>
    SelectionsDisagree,

    /// <summary>The currency is not the ledger's.</summary>
    CurrencyMismatch,

    /// <summary>The amount is zero or negative.</summary>
    AmountNotPositive,

    /// <summary>More than can be captured or refunded.</summary>
    InsufficientFunds,

    /// <summary>The authorization has expired, or all selected captures are too old.</summary>
    Expired,

    /// <summary>The authorization was declined or reversed.</summary>
    NotAuthorized,

    /// <summary>More than the order's balance.</summary>
    AmountExceedsBalance,

    /// <summary>More than the caller's own maximum.</summary>
    AmountExceedsMaximum,

    /// <summary>The order has nothing left to pay.</summary>
    AlreadyPaid,

    /// <summary>The caller's id is taken.</summary>
    IdTaken,

    /// <summary>The caller's key was used for another request.</summary>
    KeyUsedOtherwise,

    /// <summary>A request with the same key is still in progress.</summary>
    KeyInProgress,

    /// <summary>A limit of this service.</summary>
    LimitReached,

    /// <summary>More than what is left of the organization's ceiling for the day.</summary>
    DailyLimitReached,

    /// <summary>The organization may not send open credits in this currency.</summary>
    CreditsSwitchedOff,

    /// <summary>The caller's credential may not refund, nor record what comes to the same.</summary>
    RefundsNotPermitted,

    /// <summary>The request contradicts the state of the ledger.</summary>
    Conflict,

    /// <summary>The processor declined.</summary>
    Declined,
}

/// <summary>A rejection: nothing changed.</summary>
/// <param name="Message">A sentence that a person can act on. No card data.</param>
/// <param name="Decline">The processor's decline, if that was the reason.</param>
public sealed record Rejection(RejectionReason Reason, string Message, Decline? Decline = null);
