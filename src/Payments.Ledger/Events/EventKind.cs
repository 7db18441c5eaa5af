namespace Payments.Ledger.Events;

/// <summary>What a change of a record means to a shop. Stored by name in the journal: a name never changes.</summary>
public enum EventKind
{
    /// <summary>Funds are reserved on a card; or they are again, because a recorded void was removed.</summary>
    AuthorizationAuthorized,

    /// <summary>A part of an authorization was released uncaptured.</summary>
    AuthorizationReleased,

    /// <summary>An authorization's amount, or what was released of it, was corrected.</summary>
    AuthorizationUpdated,

    /// <summary>A whole authorization was released.</summary>
    AuthorizationReversed,

    /// <summary>A storefront removed an authorization that it had recorded.</summary>
    AuthorizationDeleted,

    /// <summary>Money was captured.</summary>
    CaptureSucceeded,

    /// <summary>The processor declined a capture.</summary>
    CaptureFailed,

    /// <summary>A storefront removed a capture that it had recorded.</summary>
    CaptureDeleted,

    /// <summary>A capture was voided later at the processor: nothing of it can be refunded.</summary>
    CaptureVoided,

    /// <summary>A cardholder disputes a capture, or the dispute changed without being decided.</summary>
    CaptureDisputed,

    /// <summary>A dispute was decided for the shop.</summary>
    CaptureDisputeWon,

    /// <summary>A dispute was decided for the cardholder.</summary>
    CaptureDisputeLost,

    /// <summary>A refund was accepted, and its amount is reserved.</summary>
    RefundRequested,

    /// <summary>A refund, or the part of it that was possible, was paid; or more of it than was known.</summary>
    RefundSucceeded,

    /// <summary>Nothing of a refund could be paid.</summary>
    RefundFailed,

    /// <summary>A refund was canceled before any of it was paid.</summary>
    RefundCanceled,

    /// <summary>A refund that had been paid was returned by the processor, all of it or a part.</summary>
    RefundReversed,

    /// <summary>A storefront removed a refund that it had recorded.</summary>
    RefundDeleted,

    /// <summary>A part of an order was paid by credit.</summary>
    CreditPaymentCreated,

    /// <summary>A credit payment was replaced.</summary>
    CreditPaymentUpdated,

    /// <summary>A credit payment was removed from its order.</summary>
    CreditPaymentDeleted,

    /// <summary>The processor approved an open credit.</summary>
    CreditAuthorized,

    /// <summary>The processor declined an open credit.</summary>
    CreditDeclined,

    /// <summary>The money of an open credit was sent.</summary>
    CreditSettled,

    /// <summary>The processor approved an open credit, and then declined to send its money.</summary>
    CreditFailed,

    /// <summary>A storefront recorded a payment of an order.</summary>
    PaymentCreated,

    /// <summary>A storefront changed a recorded payment.</summary>
    PaymentUpdated,

    /// <summary>A storefront removed a recorded payment.</summary>
    PaymentDeleted,
}
