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
    /// <summary>How many records are asked about at once: the processor may be in trouble.</summary>
    private const int Parallel = 5;

    /// <summary>
    /// Asks about all. Where something stays unknown, and it was time to ask, the next time is arranged.
    /// </summary>
    public async Task HandleAsync(AskAgain work, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(work.Address, [], cancellationToken);
        using var room = new SemaphoreSlim(Parallel);
        var settled = await Task.WhenAll((loaded.Head?.Unsettled ?? []).Select(async record =>
        {
            await room.WaitAsync(cancellationToken);
            try
            {
                return await AskAsync(work, record, cancellationToken);
            }
            finally
            {
                room.Release();
            }
        }));
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
