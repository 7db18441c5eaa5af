using System.Collections.Immutable;
using Payments.Ledger.Allocations;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Refunds;

/// <summary>
/// A refund's progress from acceptance to its end. One step records the processor's outcomes, allocates what has no
/// capture, and ends the refund when nothing is pending. Each step can safely be repeated: one with nothing to do
/// changes nothing. What the processor says after a part has ended is for <see cref="RefundNews"/>.
/// </summary>
public static class RefundProgress
{
    /// <summary>
    /// The refund after one step, and the change; null if nothing changes. <paramref name="outcomes"/> are by
    /// allocation number; those of allocations that are no longer open are ignored.
    /// </summary>
    public static (Refund Refund, LedgerChanges Changes)? Advance(
        LedgerHead head, Refund refund, IReadOnlyDictionary<int, ProcessorOutcome> outcomes, DateTimeOffset at)
    {
        if (refund.Status != RefundStatus.Pending) return null;

        var step = new Step(head, refund);
        foreach (var allocation in refund.Allocations)
        {
            if (allocation.IsOpen && outcomes.TryGetValue(allocation.Number, out var outcome))
                step = ApplyOutcome(step, allocation, outcome, at);
        }

        return Finish(step, refund, at);
    }

    /// <summary>
    /// Allocates what has no capture, returns to credit payments what is due to them, and ends the refund if nothing is
    /// open; null if nothing changes.
    /// </summary>
    internal static (Refund Refund, LedgerChanges Changes)? Finish(Step step, Refund before, DateTimeOffset at)
    {
        step = Conclude(CreditReservations.Return(Allocate(step, at), at));
        if (step.Refund == before) return null;
        var changes = step.Returned is { } payment
            ? LedgerChanges.Create(step.Head, at, (ChangeType.Update, step.Refund), (ChangeType.Insert, payment))
            : LedgerChanges.Create(step.Head, at, (ChangeType.Update, step.Refund));
        return (step.Refund, changes);
    }

    /// <summary>Applies the outcome of an open allocation.</summary>
    internal static Step ApplyOutcome(Step step, Allocation allocation, ProcessorOutcome outcome, DateTimeOffset at)
    {
        if (outcome is ProcessorOutcome.Accepted accepted)
        {
            return allocation.Outcome is AllocationOutcome.WithProcessor
                ? step
                : step with
                {
                    Refund = step.Refund.With(allocation with
                    {
                        Outcome = new AllocationOutcome.WithProcessor(accepted.Reference, at),
                    }),
                };
        }

        var capture = step.Head.GetRequired(allocation.Capture);
        var freed = capture with { Allocated = capture.Allocated - allocation.Amount };
        switch (outcome)
        {
            case ProcessorOutcome.Succeeded done:
                return new Step(
                    step.Head.With(freed with { Refunded = freed.Refunded + allocation.Amount }),
                    step.Refund.With(allocation with
                    {
                        Outcome = new AllocationOutcome.Succeeded(done.Reference, at),
                    }));
            case ProcessorOutcome.Declined rejected:
                var refund = step.Refund.With(allocation with
                {
                    Outcome = new AllocationOutcome.Declined(
                        rejected.Decline, at, rejected.Reference ?? allocation.ProcessorReference),
                });
                var unplaced = refund.Unallocated - step.Refund.Unallocated;
                return new Step(RefundReservations.Add(step.Head.With(freed), refund.Scope, unplaced), refund);
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Unknown outcome.");
        }
    }

    /// <summary>
    /// Allocates what has no capture, as far as captures that have not declined have amounts left; the rest falls back
    /// to credit payments, or is released. A part that is taken from a capture of the storefront's own processor is
    /// recorded at once, and never goes to a processor of this service, which has none of that money. Expiry is judged
    /// by the time of acceptance: an accepted refund does not expire.
    /// </summary>
    private static Step Allocate(Step step, DateTimeOffset at)
    {
        var unallocated = step.Refund.UnallocatedToCards;
        if (unallocated.IsZero) return step;

        var free = RefundReservations.Release(step.Head, step.Refund.Scope, unallocated);
        var rooms = RefundAvailability.ListRefundable(free, step.Refund.Scope, IsUsable(free, step.Refund)).ToList();
        var placeable = Money.Min(unallocated, rooms.Sum(unallocated.Currency, room => room.Amount));
        (free, var refund, _) = CreditReservations.FallBack(step with { Head = free }, unallocated - placeable);
        if (placeable.IsZero) return new Step(free, refund);

        var shares = Allocator.Allocate(ChoosePolicy(refund, rooms.Count), placeable, rooms);
        var captures = free.Captures.ToDictionary(capture => capture.Id);
        var balances = new Dictionary<Id<Capture>, CaptureBalance>();
        var allocations = refund.Allocations.ToBuilder();
        foreach (var share in shares)
        {
            var capture = captures[share.Capture];
            var isExternal = free.IsExternal(capture);
            balances.Add(share.Capture, isExternal
                ? capture with { Refunded = capture.Refunded + share.Amount }
                : capture with { Allocated = capture.Allocated + share.Amount });
            allocations.Add(new Allocation(
                allocations.Count + 1,
                share.Capture,
                share.Amount,
                isExternal ? new AllocationOutcome.Recorded(at) : AllocationOutcome.Pending.Instance,
                new AllocationDecision(refund.Attempts + 1, share.Reason, share.Refundable, at)));
        }

        return new Step(free.With(balances), refund with { Allocations = allocations.ToImmutable() });
    }

    /// <summary>
    /// A proportional share of every capture for each declined part would create parts without limit, each of them an
    /// operation at the processor, and more than one table entity holds. Once a refund has as many allocations as a
    /// ledger may have captures, declined parts go to the captures with the most left: then it has at most twice as
    /// many.
    /// </summary>
    private static AllocationPolicy ChoosePolicy(Refund refund, int captures) =>
        refund.Policy == AllocationPolicy.Proportional
            && !refund.Allocations.IsEmpty
            && refund.Allocations.Length + captures > LedgerHead.MaxEntries
            ? AllocationPolicy.FewestCaptures
            : refund.Policy;

    /// <summary>
    /// A capture that declined, at once or later, is not tried again for this refund; nor, after a permanent decline (a
    /// closed account), is any other of the same authorization, which is the same card. A storefront may have removed a
    /// capture since it declined: then nothing of it is left to be excluded.
    /// </summary>
    private static Func<CaptureBalance, bool> IsUsable(LedgerHead head, Refund refund)
    {
        var captures = refund.Allocations
            .Where(part => part.TakesNothing)
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
        var ended = step.Refund.Refunded.IsZero ? RefundStatus.Failed : RefundStatus.Succeeded;
        var status = open ? RefundStatus.Pending : ended;
        return step with { Refund = step.Refund with { Status = status } };
    }

    internal static Refund With(this Refund refund, Allocation allocation) => refund with
    {
        Allocations = refund.Allocations.SetItem(allocation.Number - 1, allocation),
    };

    /// <summary>A refund and its ledger's head in the course of a step.</summary>
    /// <param name="Returned">The negative credit payment that the step makes, if any.</param>
    internal sealed record Step(LedgerHead Head, Refund Refund, CreditPayment? Returned = null);
}
