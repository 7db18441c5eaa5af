using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;

namespace Payments.Ledger.Tests.Refunds;

/// <summary>What must hold of a ledger and its refunds at every moment of every story.</summary>
internal static class Books
{
    public static void MustBalance(SimulatedLedger ledger)
    {
        Invariants.Check(ledger.Head);
        var refunds = ledger.Refunds.ToList();
        foreach (var refund in refunds) MustAddUp(refund, ledger);
        MustBeBooked(ledger.Head, refunds);
        MustBeHeld(ledger.Head, refunds);
        MustBeReturned(ledger, refunds);
        Assert.True(
            ledger.Head.Refunded <= ledger.Head.Captures.Sum(ledger.Head.Currency, capture => capture.Amount));
        Assert.True(ledger.Head.Refundable(ledger.Now).MinorUnits >= 0);
    }

    /// <summary>Whichever is allocated first, each refund that was not declined can be allocated in full.</summary>
    public static void PromisesMustBeKept(SimulatedLedger ledger)
    {
        var pending = ledger.Pending.ToList();
        for (var first = 0; first < pending.Count; first++)
        {
            MustBeAllocated(ledger, [.. pending.Skip(first), .. pending.Take(first)]);
            MustBeAllocated(ledger, [.. pending.Take(first + 1).Reverse(), .. pending.Skip(first + 1).Reverse()]);
        }
    }

    /// <summary>
    /// Nothing is allocated again to a capture that declined, nor to a card that declined permanently.
    /// </summary>
    public static void NoDeclineIsTriedAgain(Refund before, Refund after, LedgerHead head)
    {
        var declines = after.Allocations.Where(part => part.Decline is not null).ToList();
        var cards = declines.Where(part => part.Decline!.Permanent).Select(part => Card(part, head)).ToHashSet();
        foreach (var part in after.Allocations.Skip(before.Allocations.Length))
        {
            Assert.DoesNotContain(part.Capture, declines.Select(decline => decline.Capture));
            Assert.DoesNotContain(Card(part, head), cards);
        }
    }

    private static Id<Authorization> Card(Allocation part, LedgerHead head) => head.Find(part.Capture)!.Authorization;

    private static void MustBeAllocated(SimulatedLedger ledger, IEnumerable<Refund> inTurn)
    {
        var head = ledger.Head;
        foreach (var refund in inTurn)
        {
            var step = RefundProgress.Advance(head, refund, Given.NoOutcomes, ledger.Now);
            var placed = step?.Refund ?? refund;
            head = step?.Changes.Head ?? head;
            if (refund.Allocations.Any(part => part.Decline is not null)) continue;
            Assert.True(
                placed.UnallocatedToCards.IsZero && placed.Released == refund.Released,
                $"{refund.Id}: {placed.Released - refund.Released} of {refund.Requested} found no place.");
        }
    }

    private static void MustAddUp(Refund refund, SimulatedLedger ledger)
    {
        var head = ledger.Head;
        var all = refund.Refunded + refund.Reserved + refund.Unallocated + refund.Released;
        Assert.True(all == refund.Requested || (all > refund.Requested && ledger.Revived.Contains(refund.Id)));
        Assert.All(
            new[] { refund.Refunded, refund.Reserved, refund.Unallocated, refund.Released, refund.UnallocatedToCards },
            part => Assert.True(part.MinorUnits >= 0));
        Assert.Equal(Enumerable.Range(1, refund.Allocations.Length), refund.Allocations.Select(part => part.Number));
        Assert.All(refund.Allocations, part => Assert.True(part.Amount.IsPositive));
        Assert.All(refund.Allocations, part => Assert.True(head.Find(part.Capture)!.IsIn(refund.Scope)));

        if (refund.Status == RefundStatus.Pending) return;
        Assert.True(refund.Reserved.IsZero && refund.Unallocated.IsZero);
        Assert.Equal(refund.Refunded.IsPositive, refund.Status == RefundStatus.Succeeded);
    }

    /// <summary>
    /// The captures have refunded and allocated what the allocations say; of the storefront's own captures, and of no
    /// others, refunds are recorded and not executed.
    /// </summary>
    private static void MustBeBooked(LedgerHead head, List<Refund> refunds)
    {
        Assert.All(
            refunds.SelectMany(refund => refund.Allocations)
                .Where(part => part is { Decision: not null, TakesNothing: false }),
            part => Assert.Equal(
                head.IsExternal(head.Find(part.Capture)!), part.Outcome is AllocationOutcome.Recorded));
        var parts = refunds.SelectMany(refund => refund.Allocations).ToLookup(part => (part.Capture, part.Status));
        foreach (var capture in head.Captures)
        {
            var overpaid = capture.Overpaid ?? Money.Zero(head.Currency);
            var waiting = parts[(capture.Id, AllocationStatus.Reserved)]
                .Concat(parts[(capture.Id, AllocationStatus.WithProcessor)]);
            Assert.Equal(capture.Refunded + overpaid, Sum(head, parts[(capture.Id, AllocationStatus.Succeeded)]));
            Assert.Equal(capture.Allocated, Sum(head, waiting));
        }
    }

    /// <summary>
    /// Each part that went back to credit payments is one negative credit payment of that amount, and there are no
    /// others; together with what is reserved for it, it is at most what callers' credit payments have paid. What is
    /// reserved waits for nothing but allocation, and outcomes of the processor.
    /// </summary>
    private static void MustBeReturned(SimulatedLedger ledger, List<Refund> refunds)
    {
        var (head, zero) = (ledger.Head, Money.Zero(ledger.Head.Currency));
        var parts = refunds
            .SelectMany(refund => (refund.ToCredit?.Parts ?? []).Select(part => (part.Payment, part.Amount, refund.Id)))
            .OrderBy(part => part.Payment.Unique, StringComparer.Ordinal);
        var made = ledger.CreditPayments.Where(payment => payment.Refund is not null)
            .Select(payment => (payment.Id, zero - payment.Amount, payment.Refund!.Value))
            .OrderBy(part => part.Id.Unique, StringComparer.Ordinal);
        Assert.Equal(made, parts);
        var paid = ledger.CreditPayments.Where(payment => payment.Refund is null)
            .Sum(head.Currency, payment => payment.Amount);
        var (returned, reserved) = (
            refunds.Sum(head.Currency, refund => refund.ToCredit?.Refunded ?? zero),
            refunds.Sum(head.Currency, refund => refund.ReservedForCredit));
        Assert.Equal((paid, returned), (head.CreditPayments, head.RefundedToCredit ?? zero));
        Assert.Equal(reserved, head.ReservedForCredit ?? zero);
        Assert.True(returned + reserved <= paid);
        Assert.All(refunds, refund => Assert.True(
            refund.ReservedForCredit.IsZero || refund.Allocations.IsEmpty || refund.Reserved.IsPositive));
    }

    /// <summary>What has no capture yet is reserved in exactly the scope of its refund.</summary>
    private static void MustBeHeld(LedgerHead head, List<Refund> refunds)
    {
        var held = refunds.ToLookup(refund => refund.Scope, refund => refund.UnallocatedToCards);
        Assert.Equal(head.ReservedOnLedger, held[RefundScope.WholeLedger].Sum(head.Currency, amount => amount));
        foreach (var balance in head.Authorizations)
        {
            var scope = new RefundScope.OfAuthorization(balance.Id);
            Assert.Equal(balance.Reserved, held[scope].Sum(head.Currency, amount => amount));
        }

        foreach (var balance in head.Captures)
        {
            var scope = new RefundScope.OfCapture(balance.Authorization, balance.Id);
            Assert.Equal(balance.Reserved, held[scope].Sum(head.Currency, amount => amount));
        }
    }

    private static Money Sum(LedgerHead head, IEnumerable<Allocation> parts) =>
        parts.Sum(head.Currency, part => part.Amount);
}
