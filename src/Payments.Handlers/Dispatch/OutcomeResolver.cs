using Payments.Handlers.Authorizations;
using Payments.Handlers.Captures;
using Payments.Handlers.Credits;
using Payments.Handlers.Outcomes;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Refunds;
using Payments.Ledger.Records;

namespace Payments.Handlers.Dispatch;

/// <summary>
/// The queue's side of what is unsettled: asks the processor again, under the same keys, about all that a ledger names,
/// and stores what it says.
/// </summary>
public sealed class OutcomeResolver(
    ILedgerStore ledgers,
    RefundExecution refunds,
    CaptureConfirmation captures,
    Reversals reversals,
    CreditSettlement credits,
    UnknownOutcomeRegister notes)
{
    /// <summary>
    /// Asks about all. Where something stays unknown, and it was time to ask, the next time is arranged.
    /// </summary>
    public async Task HandleAsync(ResolveUnknownOutcomes work, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(work.Address, [], cancellationToken);
        var settled = await (loaded.Head?.UnknownOutcomes ?? []).QueryEachAsync(
            record => QueryAsync(work, record, cancellationToken), cancellationToken);
        if (work.Attempt > 0 && settled.Contains(false))
            await notes.ScheduleInquiryAsync((ResolveUnknownOutcomes)work.NextAttempt(), cancellationToken);
    }

    /// <summary>Whether the processor has said.</summary>
    private Task<bool> QueryAsync(ResolveUnknownOutcomes work, RecordKey record, CancellationToken cancellationToken)
    {
        var address = work.Address;
        if (record.ParseId<Refund>(address.Ledger) is { } refund)
            return refunds.QueryAsync(work, refund, cancellationToken);
        if (record.ParseId<Capture>(address.Ledger) is { } capture)
            return captures.QueryAsync(address, capture, cancellationToken);
        if (record.ParseId<Credit>(address.Ledger) is { } credit)
            return credits.QueryAsync(address, credit, cancellationToken);
        return record.ParseId<Authorization>(address.Ledger) is { } authorization
            ? reversals.QueryAsync(address, authorization, cancellationToken)
            : throw new InvalidOperationException($"The processor is never asked about {record}.");
    }
}
