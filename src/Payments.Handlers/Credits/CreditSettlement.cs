using Payments.Handlers.Outcomes;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Writing;
using Payments.Ledger.Credits;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Credits;

/// <summary>The queue's side of an open credit: has the processor send the money, and stores the outcome.</summary>
public sealed class CreditSettlement(
    ILedgerStore ledgers, LedgerWriter writer, ProcessorDirectory processors, RetrySchedule schedule, TimeProvider time)
{
    /// <summary>
    /// Settles the credit; reschedules if the credit is not stored yet or the processor's outcome is unknown.
    /// </summary>
    public async Task HandleAsync(SettleCredit work, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(work.Address, [RecordKey.For(work.Credit)], cancellationToken);
        if (loaded.Find(work.Credit) is not { } credit)
        {
            await schedule.AwaitCommitAsync(work, cancellationToken);
            return;
        }

        var settled = await SettleAsync(work.Address, loaded, credit, cancellationToken);
        await (settled switch
        {
            { IsOpen: false } => Task.CompletedTask,
            { WithProcessorSince: not null } =>
                schedule.AwaitProcessorAsync(work, settled.RecordKey, cancellationToken),
            _ => schedule.AwaitOutcomeAsync(work, settled.RecordKey, cancellationToken),
        });
    }

    /// <summary>
    /// Asks the processor what has become of a credit's money, and brings the credit in line with that, if it is still
    /// as it was before the question; after a change it is queried once more. What can't be learned now is scheduled
    /// before this returns.
    /// </summary>
    public async Task ReviewAsync(ReviewRecord work, Id<Credit> id, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(work.Address, [RecordKey.For(id)], cancellationToken);
        if (loaded.Find(id) is not { } credit)
        {
            await schedule.AwaitCommitAsync(work, cancellationToken);
            return;
        }

        var settled = await SettleAsync(work.Address, loaded, credit, cancellationToken);
        if (settled.IsOpen)
        {
            await (settled.WithProcessorSince is null
                ? schedule.AwaitAnswerAsync(work, settled.RecordKey, cancellationToken)
                : schedule.AwaitProcessorAsync(work, settled.RecordKey, cancellationToken));
            return;
        }

        if (ToOperation(work.Address, settled) is not { } operation || settled.SettlementReference is null) return;
        var response = await processors[settled.Processor].QueryAsync(
            operation, settled.SettlementReference, cancellationToken);
        if (response.Outcome is not { } outcome)
        {
            await schedule.AwaitAnswerAsync(work, null, cancellationToken);
            return;
        }

        var written = await writer.WriteAsync<Credit?>(
            work.Address,
            [RecordKey.For(id)],
            current =>
            {
                if (current.Find(id) is not { } stands || stands.Status != settled.Status)
                    return new Decision<Credit?>.Unchanged(null);
                return CreditDecisions.ApplyNews(current.Balances, stands, outcome, time.GetUtcNow()) is { } changes
                    ? Decision<Credit?>.Accept((Credit)changes.Entries[0].Record, changes)
                    : new Decision<Credit?>.Unchanged(stands);
            },
            known: null,
            cancellationToken);
        if (written is { Decision: Decision<Credit?>.Unchanged, Result: not null }) return;
        await schedule.ContinueAsync(work, cancellationToken);
    }

    /// <summary>
    /// Inquires about a settlement of unknown outcome, or with the processor; what is left open, null if the outcome is
    /// known now.
    /// </summary>
    public async Task<OpenOutcome?> QueryAsync(
        LedgerAddress address, Id<Credit> id, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(address, [RecordKey.For(id)], cancellationToken);
        if (loaded.Find(id) is not { } credit) return null;
        var settled = await SettleAsync(address, loaded, credit, cancellationToken);
        return settled.IsOpen ? new OpenOutcome(settled.WithProcessorSince) : null;
    }

    private static SettleFunds? ToOperation(LedgerAddress address, Credit credit) =>
        credit.Answer is CreditAnswer.Approved approved
            ? new SettleFunds(address.Organization, $"{credit.Id}/settle", credit.Amount, approved.Reference)
            : null;

    /// <summary>The credit after the processor was called, or asked if it has accepted to send the money.</summary>
    private async Task<Credit> SettleAsync(
        LedgerAddress address, LoadedLedger known, Credit credit, CancellationToken cancellationToken)
    {
        if (!credit.IsOpen || ToOperation(address, credit) is not { } operation) return credit;
        var processor = processors[credit.Processor];
        var response = credit is { WithProcessorSince: not null, SettlementReference: { } reference }
            ? await processor.QueryAsync(operation, reference, cancellationToken)
            : await processor.ExecuteAsync(operation, cancellationToken);
        if (response.Outcome is not { } outcome) return credit;

        var written = await writer.WriteAsync<Credit>(
            address,
            [RecordKey.For(credit.Id)],
            current =>
            {
                var stands = current.Find(credit.Id)!;
                return CreditDecisions.Settle(current.Balances, stands, outcome, time.GetUtcNow()) is { } changes
                    ? Decision<Credit>.Accept((Credit)changes.Entries[0].Record, changes)
                    : new Decision<Credit>.Unchanged(stands);
            },
            known,
            cancellationToken);
        return written.Result;
    }
}
