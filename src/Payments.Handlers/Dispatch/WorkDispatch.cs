using Payments.Handlers.Authorizations;
using Payments.Handlers.Captures;
using Payments.Handlers.Credits;
using Payments.Handlers.Ports;
using Payments.Handlers.Refunds;

namespace Payments.Handlers.Dispatch;

/// <summary>Hands work to the use case that does it.</summary>
public sealed class WorkDispatch(
    RefundExecution refunds,
    CaptureConfirmation captures,
    Reversals reversals,
    CreditSettlement credits,
    OutcomeResolver unsettled)
{
    /// <summary>
    /// Takes work as far as it goes now; what is left is enqueued again before this returns. It may be done twice.
    /// </summary>
    public Task HandleAsync(WorkItem work, CancellationToken cancellationToken) => work switch
    {
        ExecuteRefund refund => refunds.HandleAsync(refund, cancellationToken),
        ConfirmCapture capture => captures.HandleAsync(capture, cancellationToken),
        ReleaseAuthorization reversal => reversals.HandleAsync(reversal, cancellationToken),
        SettleCredit credit => credits.HandleAsync(credit, cancellationToken),
        ResolveUnknownOutcomes asking => unsettled.HandleAsync(asking, cancellationToken),
        _ => throw new InvalidOperationException($"No handler for {work.GetType().Name}."),
    };
}
