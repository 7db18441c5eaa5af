using Payments.Ledger.Balances;
using Payments.Ledger.Records;

namespace Payments.Ledger.Decisions;

/// <summary>
/// Keeps the head's list of what the processor has not answered. A record leaves it by itself when it comes to its end
/// (<see cref="LedgerChanges.Create"/>); one whose end is no state of its own (the funds of a reversed authorization) is
/// taken off.
/// </summary>
public static class UnknownOutcomeDecisions
{
    /// <summary>Notes a record; no where the list is full.</summary>
    public static Decision<RecordKey> Register(LedgerHead head, RecordKey record, DateTimeOffset at)
    {
        if (head.UnknownOutcomes.Contains(record)) return new Decision<RecordKey>.Unchanged(record);
        return head.UnknownOutcomes.Length < LedgerHead.MaxUnknownOutcomes
            ? Decision<RecordKey>.Accept(
                record, LedgerChanges.Create(head with { UnknownOutcomes = head.UnknownOutcomes.Add(record) }, at))
            : Decision<RecordKey>.Reject(
                RejectionReason.LimitReached, $"{LedgerHead.MaxUnknownOutcomes} records are unsettled already.");
    }

    /// <summary>Takes a record off.</summary>
    public static Decision<RecordKey> Resolve(LedgerHead head, RecordKey record, DateTimeOffset at) =>
        head.UnknownOutcomes.Contains(record)
            ? Decision<RecordKey>.Accept(
                record, LedgerChanges.Create(head with { UnknownOutcomes = head.UnknownOutcomes.Remove(record) }, at))
            : new Decision<RecordKey>.Unchanged(record);
}
