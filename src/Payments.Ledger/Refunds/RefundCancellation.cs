using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Ledger.Refunds;

/// <summary>Decides whether a refund may be canceled.</summary>
public static class RefundCancellation
{
    /// <summary>
    /// Cancels the refund and releases its reservation. Only before it is allocated: an allocation is stored before the
    /// processor is called, so from then on money may have moved.
    /// </summary>
    public static Decision<Refund> Decide(LedgerHead head, Refund refund, DateTimeOffset at)
    {
        switch (refund.Status)
        {
            case RefundStatus.Canceled:
                return new Decision<Refund>.Unchanged(refund);
            case RefundStatus.Pending when refund is { Allocations: [], ToCredit: null or { Parts: [] } }:
                var credit = refund.ReservedForCredit;
                var (free, released, _) = CreditReservations.Reserve(
                    new RefundProgress.Step(
                        RefundReservations.Release(head, refund.Scope, refund.UnallocatedToCards), refund),
                    new Money(-credit.MinorUnits, credit.Currency));
                var canceled = released with { Status = RefundStatus.Canceled, Released = refund.Requested };
                return Decision<Refund>.Accept(canceled, LedgerChanges.Create(free, at, (ChangeType.Update, canceled)));
            case RefundStatus.Pending:
                return Decision<Refund>.Reject(
                    RejectionReason.Conflict,
                    $"Refund {refund.Key} can't be canceled: it is already being processed.");
            default:
                var end = refund.Status == RefundStatus.Succeeded ? "succeeded" : "failed";
                return Decision<Refund>.Reject(
                    RejectionReason.Conflict, $"Refund {refund.Key} can't be canceled: it has already {end}.");
        }
    }
}
