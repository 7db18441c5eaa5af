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
    ILedgerStore ledgers,
    RefundReviews refunds,
    CaptureReviews captures,
    AuthorizationReviews authorizations,
    CreditSettlement credits,
    RetrySchedule schedule)
{
    /// <summary>Reviews one record; safe to repeat.</summary>
    public Task HandleAsync(ReviewRecord work, CancellationToken cancellationToken)
    {
        var ledger = work.Address.Ledger;
        if (work.Record is not { } record) return ReviewAllAsync(work, cancellationToken);
        if (record.ParseId<Refund>(ledger) is { } refund) return refunds.ReviewAsync(work, refund, cancellationToken);
        if (record.ParseId<Capture>(ledger) is { } capture)
            return captures.ReviewAsync(work, capture, cancellationToken);
        if (record.ParseId<Credit>(ledger) is { } credit) return credits.ReviewAsync(work, credit, cancellationToken);
        return record.ParseId<Authorization>(ledger) is { } authorization
            ? ReviewAsync(work, [authorization], cancellationToken)
            : throw new InvalidOperationException($"There is no review of {record}.");
    }

    private async Task ReviewAllAsync(ReviewRecord work, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(work.Address, [], cancellationToken);
        await ReviewAsync(work, loaded.Head?.Authorizations.Select(found => found.Id) ?? [], cancellationToken);
    }

    /// <summary>Authorizations, with their captures: a processor may report a dispute of a capture on either.</summary>
    private async Task ReviewAsync(
        ReviewRecord work, IEnumerable<Id<Authorization>> ids, CancellationToken cancellationToken)
    {
        var reviewed = await ids.QueryEachAsync(
            id => authorizations.ReviewAsync(work.Address, id, cancellationToken), cancellationToken);
        if (reviewed.Length == 0 || reviewed.Contains(null))
        {
            await schedule.AwaitCommitAsync(work, cancellationToken);
            return;
        }

        var inspected = await reviewed.SelectMany(review => review!.Value.Captures).QueryEachAsync(
            capture => captures.InspectAsync(work.Address, capture, cancellationToken), cancellationToken);
        if (inspected.Contains(false) || reviewed.Any(review => !review!.Value.IsKnown))
            await schedule.AwaitAnswerAsync(work, null, cancellationToken);
    }
}
