using System.Collections.Immutable;
using Payments.Ledger.Allocations;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Ledger.Refunds;

/// <summary>
/// A refund's way from acceptance to its end. One step takes in what the processor has said, gives what has no capture
/// a place, and ends the refund when nothing is open. Each step is safe to take again: one that has nothing to do
/// changes nothing.
/// </summary>
public static class RefundProgress
{
    /// <summary>
    /// The refund after one step, and the change; null where there is nothing to change. <paramref name="verdicts"/>
    /// are by allocation number; those of allocations that are not reserved any more are passed over.
    /// </summary>
    public static (Refund Refund, LedgerChanges Changes)? Advance(
        LedgerHead head, Refund refund, IReadOnlyDictionary<int, ProcessorOutcome> verdicts, DateTimeOffset at)
    {
        if (refund.Status != RefundStatus.Pending) return null;

        var step = new Step(head, refund);
        foreach (var allocation in refund.Allocations)
        {
            if (allocation.Outcome is AllocationOutcome.Pending
                && verdicts.TryGetValue(allocation.Number, out var verdict))
                step = ApplyOutcome(step, allocation, verdict, at);
        }

        step = Conclude(Allocate(step, at));
        return step.Refund == refund
            ? null
            : (step.Refund, LedgerChanges.Create(step.Head, at, (ChangeType.Update, step.Refund)));
    }

    private static Step ApplyOutcome(Step step, Allocation allocation, ProcessorOutcome verdict, DateTimeOffset at)
    {
        var capture = step.Head.GetRequired(allocation.Capture);
        var freed = capture with { Allocated = capture.Allocated - allocation.Amount };
        return verdict switch
        {
            ProcessorOutcome.Succeeded done => new Step(
                step.Head.With(freed with { Refunded = freed.Refunded + allocation.Amount }),
                step.Refund.With(allocation with
                {
                    Outcome = new AllocationOutcome.Succeeded(done.Reference, at),
                })),
            ProcessorOutcome.Declined refused => new Step(
                RefundReservations.Add(step.Head.With(freed), step.Refund.Scope, allocation.Amount),
                step.Refund.With(allocation with
                {
                    Outcome = new AllocationOutcome.Declined(refused.Decline, at),
                })),
            _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No such verdict."),
        };
    }

    /// <summary>
    /// Gives captures to what has none, as far as captures that have not declined have room; the rest is set free.
    /// Expiry is judged by the time of acceptance: a promise made in time is kept.
    /// </summary>
    private static Step Allocate(Step step, DateTimeOffset at)
    {
        var unallocated = step.Refund.Unallocated;
        if (unallocated.IsZero) return step;

        var free = RefundReservations.Release(step.Head, step.Refund.Scope, unallocated);
        var rooms = RefundAvailability.ListRefundable(free, step.Refund.Scope, IsUsable(free, step.Refund)).ToList();
        var placeable = Money.Min(unallocated, rooms.Sum(unallocated.Currency, room => room.Amount));
        var refund = step.Refund with { Released = step.Refund.Released + (unallocated - placeable) };
        if (placeable.IsZero) return new Step(free, refund);

        var (number, attempt) = (refund.Allocations.Length, refund.Attempts + 1);
        foreach (var share in Allocator.Allocate(ChoosePolicy(refund, rooms.Count), placeable, rooms))
        {
            var capture = free.GetRequired(share.Capture);
            free = free.With(capture with { Allocated = capture.Allocated + share.Amount });
            refund = refund with
            {
                Allocations = refund.Allocations.Add(new Allocation(
                    ++number,
                    share.Capture,
                    share.Amount,
                    AllocationOutcome.Pending.Instance,
                    new AllocationDecision(attempt, share.Reason, share.Refundable, at))),
            };
        }

        return new Step(free, refund);
    }

    /// <summary>
    /// A share of every capture for each part that is declined would make parts without end, each of them an operation
    /// at the processor, and more than one table entity holds. Once a refund has as many as a ledger has captures, what
    /// is declined goes to those with the most left: then it has twice as many at the most.
    /// </summary>
    private static AllocationPolicy ChoosePolicy(Refund refund, int captures) =>
        refund.Policy == AllocationPolicy.Proportional
            && !refund.Allocations.IsEmpty
            && refund.Allocations.Length + captures > LedgerHead.MaxEntries
            ? AllocationPolicy.FewestCaptures
            : refund.Policy;

    /// <summary>
    /// A capture that declined is not tried again for this refund; nor, after a decline for good (a closed account), is
    /// any other of the same authorization, which is the same card. A storefront may have taken a capture away since it
    /// declined: then nothing of it is left to be refused.
    /// </summary>
    private static Func<CaptureBalance, bool> IsUsable(LedgerHead head, Refund refund)
    {
        var captures = refund.Allocations
            .Where(part => part.Outcome is AllocationOutcome.Declined)
            .Select(part => part.Capture)
            .ToHashSet();
        var authorizations = refund.Allocations
            .Where(part => part.Decline is { Permanent: true })
            .Select(part => head.Find(part.Capture)?.Authorization)
            .ToHashSet();
        return capture => !captures.Contains(capture.Id)
            && !authorizations.Contains(capture.Authorization)
            && !capture.IsExpired(refund.CreatedAt);
    }

    private static Step Conclude(Step step)
    {
        var open = !step.Refund.Reserved.IsZero || !step.Refund.Unallocated.IsZero;
        if (open) return step;
        var status = step.Refund.Refunded.IsZero ? RefundStatus.Failed : RefundStatus.Succeeded;
        return step with { Refund = step.Refund with { Status = status } };
    }

    private static Refund With(this Refund refund, Allocation allocation) => refund with
    {
        Allocations = refund.Allocations.SetItem(allocation.Number - 1, allocation),
    };

    private sealed record Step(LedgerHead Head, Refund Refund);
}
