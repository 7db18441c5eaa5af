using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Ledger.Refunds;

/// <summary>
/// Brings a refund in line with what the processor says now: a part that was with it has ended, one that had succeeded
/// has failed, or the reverse. It states what is, not what has happened: the same news twice changes nothing the second
/// time.
/// </summary>
public static class RefundNews
{
    /// <summary>
    /// The refund after the news, and the change; null if nothing changes. <paramref name="outcomes"/> are by
    /// allocation number, each learned after the refund was read in its present state.
    /// </summary>
    public static (Refund Refund, LedgerChanges Changes)? Apply(
        LedgerHead head,
        Refund refund,
        IReadOnlyDictionary<int, ProcessorOutcome> outcomes,
        LateFailures lateFailures,
        DateTimeOffset at)
    {
        if (refund.Status == RefundStatus.Canceled || refund.Allocations.IsEmpty) return null;
        var step = new RefundProgress.Step(head, refund);
        foreach (var part in refund.Allocations)
        {
            if (!outcomes.TryGetValue(part.Number, out var outcome)) continue;
            step = (part.Outcome, outcome) switch
            {
                _ when part.IsOpen => RefundProgress.ApplyOutcome(step, part, outcome, at),
                (AllocationOutcome.Succeeded or AllocationOutcome.Overpaid, ProcessorOutcome.Declined failed) =>
                    FailLater(step, part, failed.Decline, lateFailures, at),
                (AllocationOutcome.Declined or AllocationOutcome.FailedLater, ProcessorOutcome.Succeeded done) =>
                    SucceedLater(step, part, done.Reference, at),
                _ => step,
            };
        }

        return step.Refund == refund ? null : RefundProgress.Finish(step, refund, at);
    }

    /// <summary>The part's money is back on its capture: for the refund to allocate again, or free.</summary>
    private static RefundProgress.Step FailLater(
        RefundProgress.Step step, Allocation part, Decline decline, LateFailures lateFailures, DateTimeOffset at)
    {
        var capture = step.Head.GetRequired(part.Capture);
        var isOverpaid = part.Outcome is AllocationOutcome.Overpaid;
        var succeededAt = part.Outcome is AllocationOutcome.Succeeded done ? done.At : null;
        var head = step.Head.With(isOverpaid
            ? capture.Overpay(new Money(-part.Amount.MinorUnits, part.Amount.Currency))
            : capture with { Refunded = capture.Refunded - part.Amount });
        var refund = step.Refund.With(part with
        {
            Outcome = new AllocationOutcome.FailedLater(part.ProcessorReference!, succeededAt, decline, at),
        });
        var freed = refund.Unallocated - step.Refund.Unallocated;
        return lateFailures == LateFailures.Reallocate && !isOverpaid
            ? new RefundProgress.Step(RefundReservations.Add(head, refund.Scope, freed), refund)
            : new RefundProgress.Step(head, refund with { Released = refund.Released + freed });
    }

    /// <summary>
    /// The part's money has moved after all. If what was released for it is still free, it counts as refunded again; if
    /// not, another refund has it, and the shop has paid twice.
    /// </summary>
    private static RefundProgress.Step SucceedLater(
        RefundProgress.Step step, Allocation part, string reference, DateTimeOffset at)
    {
        var succeeded = new AllocationOutcome.Succeeded(reference, at);
        step = ReleaseReplacement(
            step, step.Refund.Unallocated - Count(step.Refund, part, succeeded).Unallocated);
        var capture = step.Head.GetRequired(part.Capture);
        var scope = new RefundScope.OfCapture(capture.Authorization, capture.Id);
        var isFree = part.Amount <= RefundAvailability.Available(step.Head, scope, DateTimeOffset.MinValue);
        return isFree
            ? new RefundProgress.Step(
                step.Head.With(capture with { Refunded = capture.Refunded + part.Amount }),
                Count(step.Refund, part, succeeded))
            : new RefundProgress.Step(
                step.Head.With(capture.Overpay(part.Amount)),
                Count(step.Refund, part, new AllocationOutcome.Overpaid(reference, at)));
    }

    /// <summary>The refund with a part that counts as refunded after all.</summary>
    private static Refund Count(Refund refund, Allocation part, AllocationOutcome outcome) =>
        refund.With(part with { Outcome = outcome }) with
        {
            Released = refund.Released - Money.Min(refund.Released, part.Amount),
        };

    /// <summary>
    /// Releases what is reserved to replace the part, and has not gone elsewhere yet: what waits for credit payments,
    /// then what is to be allocated to other captures.
    /// </summary>
    private static RefundProgress.Step ReleaseReplacement(RefundProgress.Step step, Money amount)
    {
        var credit = Money.Min(amount, step.Refund.ReservedForCredit);
        var released = CreditReservations.Reserve(step, new Money(-credit.MinorUnits, credit.Currency));
        return released with
        {
            Head = RefundReservations.Release(released.Head, released.Refund.Scope, amount - credit),
        };
    }
}
