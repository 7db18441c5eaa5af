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

        if (!await SettleAsync(work.Address, loaded, credit, cancellationToken))
            await schedule.AwaitOutcomeAsync(work, RecordKey.For(work.Credit), cancellationToken);
    }

    /// <summary>Inquires about a settlement of unknown outcome; whether the outcome is known now.</summary>
    public async Task<bool> QueryAsync(LedgerAddress address, Id<Credit> id, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(address, [RecordKey.For(id)], cancellationToken);
        return loaded.Find(id) is not { } credit
            || await SettleAsync(address, loaded, credit, cancellationToken);
    }

    private async Task<bool> SettleAsync(
        LedgerAddress address, LoadedLedger known, Credit credit, CancellationToken cancellationToken)
    {
        if (credit is not { Status: CreditStatus.Authorized, Answer: CreditAnswer.Approved approved }) return true;
        var response = await processors[credit.Processor].ExecuteAsync(
            new SettleFunds(address.Organization, $"{credit.Id}/settle", credit.Amount, approved.Reference),
            cancellationToken);
        if (response.Outcome is not { } outcome) return false;

        await writer.WriteAsync<Credit>(
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
        return true;
    }
}
