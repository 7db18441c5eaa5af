using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>
/// The queue's side of what is unsettled: asks the processor again, under the same keys, about all that a ledger names,
/// and stores what it says.
/// </summary>
public sealed class UnsettledOutcomes(
    ILedgerStore ledgers,
    RefundExecution refunds,
    CaptureConfirmation captures,
    Reversals reversals,
    CreditSettlement credits,
    UnsettledNotes notes)
{
    /// <summary>
    /// Asks about all. Where something stays unknown, and it was time to ask, the next time is arranged.
    /// </summary>
    public async Task HandleAsync(AskAgain work, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(work.Address, [], cancellationToken);
        var settled = await (loaded.Head?.Unsettled ?? []).AskEachAsync(
            record => AskAsync(work, record, cancellationToken), cancellationToken);
        if (work.Attempt > 0 && settled.Contains(false))
            await notes.ArrangeAsync((AskAgain)work.Again(), cancellationToken);
    }

    /// <summary>Whether the processor has said.</summary>
    private Task<bool> AskAsync(AskAgain work, RecordKey record, CancellationToken cancellationToken)
    {
        var address = work.Address;
        if (record.IdIn<Refund>(address.Ledger) is { } refund)
            return refunds.AskAsync(work, refund, cancellationToken);
        if (record.IdIn<Capture>(address.Ledger) is { } capture)
            return captures.AskAsync(address, capture, cancellationToken);
        if (record.IdIn<Credit>(address.Ledger) is { } credit)
            return credits.AskAsync(address, credit, cancellationToken);
        return record.IdIn<Authorization>(address.Ledger) is { } authorization
            ? reversals.AskAsync(address, authorization, cancellationToken)
            : throw new InvalidOperationException($"The processor is never asked about {record}.");
    }
}
