using Payments.Handlers.Authorizations;
using Payments.Handlers.Captures;
using Payments.Handlers.Credits;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Refunds;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Dispatch;

/// <summary>
/// The queue's side of a processor's notification: asks the processor for the present state of the record that it is
/// about, whatever it says.
/// </summary>
public sealed class RecordReviews(
    RefundReviews refunds,
    CaptureReviews captures,
    AuthorizationReviews authorizations,
    CreditSettlement credits,
    RetrySchedule schedule)
{
    /// <summary>Reviews one record; safe to repeat.</summary>
    public Task HandleAsync(ReviewRecord work, CancellationToken cancellationToken)
    {
        var (record, ledger) = (work.Record, work.Address.Ledger);
        if (record.ParseId<Refund>(ledger) is { } refund) return refunds.ReviewAsync(work, refund, cancellationToken);
        if (record.ParseId<Capture>(ledger) is { } capture)
            return captures.ReviewAsync(work, capture, cancellationToken);
        if (record.ParseId<Credit>(ledger) is { } credit) return credits.ReviewAsync(work, credit, cancellationToken);
        return record.ParseId<Authorization>(ledger) is { } authorization
            ? ReviewAsync(work, authorization, cancellationToken)
            : throw new InvalidOperationException($"There is no review of {record}.");
    }

    /// <summary>An authorization, with its captures: processors report the disputes of both on either.</summary>
    private async Task ReviewAsync(ReviewRecord work, Id<Authorization> id, CancellationToken cancellationToken)
    {
        if (await authorizations.ReviewAsync(work.Address, id, cancellationToken) is not { } reviewed)
        {
            await schedule.AwaitCommitAsync(work, cancellationToken);
            return;
        }

        var inspected = await reviewed.Captures.QueryEachAsync(
            capture => captures.InspectAsync(work.Address, capture, cancellationToken), cancellationToken);
        if (!reviewed.IsKnown || inspected.Contains(false))
            await schedule.AwaitAnswerAsync(work, cancellationToken);
    }
}
