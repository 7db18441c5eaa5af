using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>The queue's side of an open credit: has the processor send the money, and stores its word.</summary>
public sealed class CreditSettlement(
    ILedgerStore ledgers, LedgerWriter writer, IPaymentProcessor processor, WorkSchedule schedule, TimeProvider time)
{
    /// <summary>
    /// Settles the credit, or puts it off where the credit is not there yet or the processor does not say.
    /// </summary>
    public async Task HandleAsync(SettleCredit work, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(work.Address, [RecordKey.Of(work.Credit)], cancellationToken);
        if (loaded.Find(work.Credit) is not { } credit)
        {
            await schedule.UntilCommittedAsync(work, cancellationToken);
            return;
        }

        if (credit.Status != CreditStatus.Authorized) return;
        var answer = await processor.ExecuteAsync(
            new SettleFunds(
                work.Address.Organization, $"{credit.Id}/settle", credit.Amount, credit.Answer.Reference!),
            cancellationToken);
        if (answer.Verdict is not { } verdict)
        {
            await schedule.UntilKnownAsync(work, cancellationToken);
            return;
        }

        await writer.WriteAsync<Credit>(
            work.Address,
            [RecordKey.Of(work.Credit)],
            current =>
            {
                var stands = current.Find(work.Credit)!;
                return CreditDecisions.Settle(current.Balances, stands, verdict, time.GetUtcNow()) is { } changes
                    ? Decision<Credit>.Yes((Credit)changes.Entries[0].Record, changes)
                    : new Decision<Credit>.Unchanged(stands);
            },
            cancellationToken);
    }
}
