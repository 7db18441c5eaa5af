using Payments.Handlers.Authorizations;
using Payments.Handlers.Captures;
using Payments.Handlers.Credits;
using Payments.Handlers.Outcomes;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Refunds;
using Payments.Handlers.Telemetry;
using Payments.Ledger.Records;

namespace Payments.Handlers.Dispatch;

/// <summary>
/// The queue's side of unknown outcomes, and of operations that are with the processor: inquires at the processor,
/// under the same keys, about every record that a ledger registers, and stores what it learns.
/// </summary>
public sealed class OutcomeResolver(
    ILedgerStore ledgers,
    RefundExecution refunds,
    CaptureConfirmation captures,
    Reversals reversals,
    CreditSettlement credits,
    UnknownOutcomeRegister register,
    PaymentsMetrics metrics,
    TimeProvider time)
{
    /// <summary>
    /// Inquires about all of them. A scheduled inquiry schedules the next one if an outcome stays unknown.
    /// </summary>
    public async Task HandleAsync(ResolveUnknownOutcomes work, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(work.Address, [], cancellationToken);
        var asked = await (loaded.Head?.UnknownOutcomes ?? []).QueryEachAsync(
            record => QueryAsync(work, record, cancellationToken), cancellationToken);
        var open = asked.OfType<OpenOutcome>().ToList();
        if (work.Attempt == 0 || open.Count == 0) return;
        Measure(work.Attempt, open);
        await register.ScheduleInquiryAsync((ResolveUnknownOutcomes)work.NextAttempt(), cancellationToken);
    }

    private void Measure(int inquiries, List<OpenOutcome> open)
    {
        var pending = open.Select(outcome => outcome.PendingSince).OfType<DateTimeOffset>().ToList();
        metrics.StillUnknown(inquiries, open.Count - pending.Count);
        foreach (var since in pending) metrics.StillPending(time.GetUtcNow() - since);
    }

    /// <summary>What is left open of a record; null if its outcome is known now.</summary>
    private Task<OpenOutcome?> QueryAsync(
        ResolveUnknownOutcomes work, RecordKey record, CancellationToken cancellationToken)
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
            : throw new InvalidOperationException($"There is no inquiry about {record}.");
    }
}
