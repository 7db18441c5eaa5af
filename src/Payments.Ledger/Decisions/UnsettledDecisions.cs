namespace Payments.Ledger;

/// <summary>
/// Keeps the head's list of what the processor has not answered. A record leaves it by itself when it comes to its end
/// (<see cref="LedgerChanges.Of"/>); one whose end is no state of its own (the funds of a reversed authorization) is
/// taken off.
/// </summary>
public static class UnsettledDecisions
{
    /// <summary>Notes a record; no where the list is full.</summary>
    public static Decision<RecordKey> Note(LedgerHead head, RecordKey record, DateTimeOffset at)
    {
        if (head.Unsettled.Contains(record)) return new Decision<RecordKey>.Unchanged(record);
        return head.Unsettled.Length < LedgerHead.MaximumUnsettled
            ? Decision<RecordKey>.Yes(
                record, LedgerChanges.Of(head with { Unsettled = head.Unsettled.Add(record) }, at))
            : Decision<RecordKey>.No(
                RefusalReason.LimitReached, $"{LedgerHead.MaximumUnsettled} records are unsettled already.");
    }

    /// <summary>Takes a record off.</summary>
    public static Decision<RecordKey> Settle(LedgerHead head, RecordKey record, DateTimeOffset at) =>
        head.Unsettled.Contains(record)
            ? Decision<RecordKey>.Yes(
                record, LedgerChanges.Of(head with { Unsettled = head.Unsettled.Remove(record) }, at))
            : new Decision<RecordKey>.Unchanged(record);
}
