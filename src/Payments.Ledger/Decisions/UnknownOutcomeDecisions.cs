using Payments.Ledger.Balances;
using Payments.Ledger.Records;

namespace Payments.Ledger.Decisions;

/// <summary>
/// Keeps the head's list of records with an unknown outcome. A record leaves it by itself once its outcome is known
/// (<see cref="LedgerChanges.Create"/>); one whose record does not show that (the release of a reversed authorization)
/// is removed explicitly.
/// </summary>
public static class UnknownOutcomeDecisions
{
    /// <summary>Adds a record; rejected if the list is full.</summary>
    public static Decision<RecordKey> Register(LedgerHead head, RecordKey record, DateTimeOffset at)
    {
        if (head.UnknownOutcomes.Contains(record)) return new Decision<RecordKey>.Unchanged(record);
        return head.UnknownOutcomes.Length < LedgerHead.MaxUnknownOutcomes
            ? Decision<RecordKey>.Accept(
                record, LedgerChanges.Create(head with { UnknownOutcomes = head.UnknownOutcomes.Add(record) }, at))
            : Decision<RecordKey>.Reject(
                RejectionReason.LimitReached,
                $"{LedgerHead.MaxUnknownOutcomes} records have an unknown outcome already.");
    }

    /// <summary>Removes a record.</summary>
    public static Decision<RecordKey> Resolve(LedgerHead head, RecordKey record, DateTimeOffset at) =>
        head.UnknownOutcomes.Contains(record)
            ? Decision<RecordKey>.Accept(
                record, LedgerChanges.Create(head with { UnknownOutcomes = head.UnknownOutcomes.Remove(record) }, at))
            : new Decision<RecordKey>.Unchanged(record);
}
