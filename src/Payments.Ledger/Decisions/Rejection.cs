using Payments.Ledger.Records;

namespace Payments.Ledger.Decisions;

/// <summary>
/// Why the ledger says no. Each dialect has one place that turns these into its own statuses and codes.
/// </summary>
public enum RejectionReason
{
    /// <summary>No such order in this organization.</summary>
    UnknownOrder,

    /// <summary>No such OrderCloud payment on the order.</summary>
    UnknownPayment,

    /// <summary>No such authorization in this organization.</summary>
    UnknownAuthorization,

    /// <summary>No such capture in this organization, or it did not succeed.</summary>
    UnknownCapture,

    /// <summary>Another id than those of the resource's records.</summary>
    UnknownResource,

    /// <summary>The order, authorization and capture that were named do not belong together.</summary>
    SelectionsDisagree,

    /// <summary>Another currency than the ledger's.</summary>
    CurrencyMismatch,

    /// <summary>An amount of nothing or less.</summary>
    AmountNotPositive,

    /// <summary>More than is authorized and not captured, or captured and not refunded.</summary>
    InsufficientFunds,

    /// <summary>The authorization, or all captures concerned, are too old.</summary>
    Expired,

    /// <summary>The authorization was declined or given back.</summary>
    NotAuthorized,

    /// <summary>More than the order's balance.</summary>
    AmountExceedsBalance,

    /// <summary>More than the caller's own maximum.</summary>
    AmountExceedsMaximum,

    /// <summary>The order has nothing left to pay.</summary>
    AlreadyPaid,

    /// <summary>The id that the caller chose is taken.</summary>
    IdTaken,

    /// <summary>The key that the caller chose was used for another request.</summary>
    KeyUsedOtherwise,

    /// <summary>The key that the caller chose is in the hands of a request that has not ended.</summary>
    KeyInProgress,

    /// <summary>A limit of this service.</summary>
    LimitReached,

    /// <summary>What is asked contradicts what has happened already.</summary>
    Conflict,

    /// <summary>The processor said no.</summary>
    Declined,
}

/// <summary>A no of the ledger, with the reason. Nothing changed.</summary>
/// <param name="Reason">For the dialects.</param>
/// <param name="Message">A sentence that a person can act on. No card data.</param>
/// <param name="Decline">The processor's no, where that was the reason.</param>
public sealed record Rejection(RejectionReason Reason, string Message, Decline? Decline = null);
