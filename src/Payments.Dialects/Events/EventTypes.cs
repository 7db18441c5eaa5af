using System.Collections.Frozen;
using Payments.Ledger.Events;

namespace Payments.Dialects.Events;

/// <summary>The types of events, by name (docs/events.md).</summary>
public static class EventTypes
{
    /// <summary>
    /// What all types begin with. CloudEvents suggests the reversed name of a domain: this service has none of its own,
    /// and whose it runs under is another matter.
    /// </summary>
    public const string Prefix = "payments.";

    /// <summary>
    /// The version of the shapes. One that an existing reader could not read gets another version, beside this one.
    /// </summary>
    private const string Version = ".v1";

    private static readonly FrozenDictionary<EventKind, string> ByKind =
        Enum.GetValues<EventKind>().ToFrozenDictionary(kind => kind, kind => $"{Prefix}{Name(kind)}{Version}");

    /// <summary>The type of an event that only tests an endpoint.</summary>
    public static string Ping { get; } = $"{Prefix}ping{Version}";

    /// <summary>The type of the event that a reconciliation found differences.</summary>
    public static string DifferencesFound { get; } = $"{Prefix}reconciliation.differences_found{Version}";

    /// <summary>The type of an event.</summary>
    public static string From(EventKind kind) => ByKind[kind];

    private static string Name(EventKind kind) => kind switch
    {
        EventKind.AuthorizationAuthorized => "authorization.authorized",
        EventKind.AuthorizationReleased => "authorization.released",
        EventKind.AuthorizationUpdated => "authorization.updated",
        EventKind.AuthorizationReversed => "authorization.reversed",
        EventKind.AuthorizationDeleted => "authorization.deleted",
        EventKind.CaptureSucceeded => "capture.succeeded",
        EventKind.CaptureFailed => "capture.failed",
        EventKind.CaptureDeleted => "capture.deleted",
        EventKind.CaptureVoided => "capture.voided",
        EventKind.CaptureDisputed => "capture.disputed",
        EventKind.CaptureDisputeWon => "capture.dispute_won",
        EventKind.CaptureDisputeLost => "capture.dispute_lost",
        EventKind.RefundRequested => "refund.requested",
        EventKind.RefundSucceeded => "refund.succeeded",
        EventKind.RefundFailed => "refund.failed",
        EventKind.RefundCanceled => "refund.canceled",
        EventKind.RefundReversed => "refund.reversed",
        EventKind.RefundDeleted => "refund.deleted",
        EventKind.CreditPaymentCreated => "credit_payment.created",
        EventKind.CreditPaymentUpdated => "credit_payment.updated",
        EventKind.CreditPaymentDeleted => "credit_payment.deleted",
        EventKind.CreditAuthorized => "credit.authorized",
        EventKind.CreditDeclined => "credit.declined",
        EventKind.CreditSettled => "credit.settled",
        EventKind.CreditFailed => "credit.failed",
        EventKind.PaymentCreated => "payment.created",
        EventKind.PaymentUpdated => "payment.updated",
        EventKind.PaymentDeleted => "payment.deleted",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such event."),
    };
}
