using Payments.Handlers.Authorizations;
using Payments.Handlers.Captures;
using Payments.Handlers.Credits;
using Payments.Handlers.Ports;
using Payments.Handlers.Refunds;
using Payments.Handlers.Webhooks;

namespace Payments.Handlers.Dispatch;

/// <summary>Hands each work item to its use case.</summary>
public sealed class WorkDispatch(
    RefundExecution refunds,
    CaptureConfirmation captures,
    Reversals reversals,
    CreditSettlement credits,
    OutcomeResolver outcomes,
    RecordReviews reviews,
    EventPublisher publisher,
    EventDelivery deliveries)
{
    /// <summary>
    /// Processes a work item as far as possible now; what is left is enqueued again before this returns. Safe to run
    /// twice.
    /// </summary>
    public Task HandleAsync(WorkItem work, CancellationToken cancellationToken) => work switch
    {
        ExecuteRefund refund => refunds.HandleAsync(refund, cancellationToken),
        ConfirmCapture capture => captures.HandleAsync(capture, cancellationToken),
        ReleaseAuthorization reversal => reversals.HandleAsync(reversal, cancellationToken),
        SettleCredit credit => credits.HandleAsync(credit, cancellationToken),
        ResolveUnknownOutcomes inquiry => outcomes.HandleAsync(inquiry, cancellationToken),
        PublishEvents events => publisher.HandleAsync(events, cancellationToken),
        DeliverEvent delivery => deliveries.HandleAsync(delivery, cancellationToken),
        DeliverDifferences delivery => deliveries.HandleAsync(delivery, cancellationToken),
        ReviewRecord review => reviews.HandleAsync(review, cancellationToken),
        _ => throw new InvalidOperationException($"No handler for {work.GetType().Name}."),
    };
}
