using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;

namespace Payments.Ledger.Tests.Refunds;

public sealed class RefundProgressTests
{
    [Fact]
    public void A_refund_of_the_whole_leaves_a_refund_of_one_authorization_the_capture_that_is_recent_enough()
    {
        var later = Given.Start.AddDays(180);
        var head = Given.Order(10_000).Authorized(1, 200).Authorized(2, 100);
        head = head
            .Captured(3, authorization: 1, 100)
            .Captured(4, authorization: 1, 100, Given.Start.AddDays(1))
            .Captured(5, authorization: 2, 100, Given.Start.AddDays(2));
        head = RefundDecisions.Decide(head, Given.RequestRefund(6, 100, authorization: 1, at: later))
            .ShouldBeAccepted(out var one);
        head = RefundDecisions.Decide(head, Given.RequestRefund(7, 100, at: later)).ShouldBeAccepted(out var whole);

        (whole, var changes) = RefundProgress.Advance(head, whole, Given.NoOutcomes, later)!.Value;
        (one, _) = RefundProgress.Advance(changes.Head, one, Given.NoOutcomes, later)!.Value;

        Assert.Equal(Given.Id<Capture>(5), Assert.Single(whole.Allocations).Capture);
        Assert.Equal(Given.Id<Capture>(4), Assert.Single(one.Allocations).Capture);
        Assert.Equal(RefundStatus.Pending, one.Status);
    }

    [Fact]
    public void A_declined_allocation_moves_to_another_capture_and_the_refund_succeeds()
    {
        var (head, refund) = Allocated(60, AllocationPolicy.OldestFirst);
        (refund, var changes) = RefundProgress.Advance(head, refund, Say(Given.Declined), Given.Start)!.Value;
        Assert.Equal([Given.Id<Capture>(2), Given.Id<Capture>(3)], refund.Allocations.Select(part => part.Capture));
        Assert.Equal(
            [AllocationStatus.Declined, AllocationStatus.Reserved], refund.Allocations.Select(part => part.Status));

        (refund, changes) = RefundProgress.Advance(changes.Head, refund, Say(Given.Done, 2), Given.Start)!.Value;
        Assert.Equal(RefundStatus.Succeeded, refund.Status);
        Assert.Equal(Given.Cents(60), refund.Amount);
        Assert.Equal(Given.Cents(60), changes.Head.Find(Given.Id<Capture>(3))!.Refunded);
        Assert.True(changes.Head.Reserved.IsZero);
    }

    [Fact]
    public void An_amount_that_no_capture_takes_is_released_and_the_rest_refunded()
    {
        var (head, refund) = Allocated(150, AllocationPolicy.OldestFirst);
        var outcomes = new Dictionary<int, ProcessorOutcome> { [1] = Given.Declined, [2] = Given.Done };
        var (ended, changes) = RefundProgress.Advance(head, refund, outcomes, Given.Start)!.Value;
        // 50 of the 100 that were declined go to what the second capture has left.
        Assert.Equal(Given.Cents(50), ended.Released);
        (ended, changes) = RefundProgress.Advance(changes.Head, ended, Say(Given.Done, 3), Given.Start)!.Value;
        Assert.Equal(RefundStatus.Succeeded, ended.Status);
        Assert.Equal(Given.Cents(100), ended.Amount);
        Assert.Equal(Given.Cents(150), ended.Requested);
        Assert.True(changes.Head.Reserved.IsZero);
    }

    [Fact]
    public void A_permanently_declined_refund_fails_without_trying_the_same_card_again()
    {
        var (head, refund) = Allocated(60, AllocationPolicy.OldestFirst);
        var (ended, changes) = RefundProgress.Advance(head, refund, Say(Given.DeclinedForGood), Given.Start)!.Value;
        Assert.Equal(RefundStatus.Failed, ended.Status);
        Assert.Single(ended.Allocations);
        Assert.Equal(Given.Cents(60), ended.Released);
        Assert.True(changes.Head.Reserved.IsZero);
        Assert.Null(RefundProgress.Advance(changes.Head, ended, Say(Given.Done), Given.Start));
    }

    /// <summary>Found by the simulation, seed 3166: it stayed pending forever.</summary>
    [Fact]
    public void A_refund_is_concluded_although_a_storefront_deleted_a_capture_that_had_declined_permanently()
    {
        var head = Given.Order(10_000).Authorized(1, 100).Authorized(2, 100)
            .Captured(3, authorization: 1, 100)
            .Captured(4, authorization: 2, 100, Given.Start.AddDays(1));
        head = RefundDecisions
            .Decide(head, Given.RequestRefund(5, 150, policy: AllocationPolicy.OldestFirst))
            .ShouldBeAccepted(out var refund);
        (refund, var changes) = RefundProgress.Advance(head, refund, Given.NoOutcomes, Given.Start)!.Value;
        (refund, changes) = RefundProgress.Advance(
            changes.Head, refund, Say(Given.DeclinedForGood), Given.Start)!.Value;

        var without = changes.Head with
        {
            Authorizations = changes.Head.Authorizations.RemoveAll(found => found.Id == Given.Id<Authorization>(1)),
            Captures = changes.Head.Captures.RemoveAll(found => found.Id == Given.Id<Capture>(3)),
        };
        var outcomes = new Dictionary<int, ProcessorOutcome> { [2] = Given.Declined, [3] = Given.Declined };
        (refund, _) = RefundProgress.Advance(without, refund, outcomes, Given.Start)!.Value;

        Assert.Equal(RefundStatus.Failed, refund.Status);
        Assert.Equal(Given.Cents(150), refund.Released);
    }

    [Fact]
    public void The_same_outcome_twice_changes_nothing_the_second_time()
    {
        var (head, refund) = Allocated(150, AllocationPolicy.OldestFirst);
        var (half, changes) = RefundProgress.Advance(head, refund, Say(Given.Done), Given.Start)!.Value;
        Assert.Equal(RefundStatus.Pending, half.Status);
        Assert.Null(RefundProgress.Advance(changes.Head, half, Say(Given.Done), Given.Start));
        Assert.Null(RefundProgress.Advance(changes.Head, half, Say(Given.Declined), Given.Start));
    }

    private static Dictionary<int, ProcessorOutcome> Say(ProcessorOutcome outcome, int number = 1) =>
        new() { [number] = outcome };

    /// <summary>Two captures of 100 of one authorization, and an allocated refund of both.</summary>
    private static (LedgerHead Head, Refund Refund) Allocated(long amount, AllocationPolicy policy)
    {
        var head = Given.Order(10_000).Authorized(1, 200).Captured(2, 1, 100).Captured(3, 1, 100);
        head = RefundDecisions.Decide(head, Given.RequestRefund(4, amount, policy: policy))
            .ShouldBeAccepted(out var refund);
        var (allocated, changes) = RefundProgress.Advance(head, refund, Given.NoOutcomes, Given.Start)!.Value;
        return (changes.Head, allocated);
    }
}
