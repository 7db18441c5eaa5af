using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;

namespace Payments.Ledger.Tests.Refunds;

/// <summary>Every part of a refund records why it went to its capture.</summary>
public sealed class AllocationReasons
{
    [Theory]
    [InlineData(AllocationPolicy.FewestCaptures, 150, AllocationReason.MostLeft)]
    [InlineData(AllocationPolicy.FewestCaptures, 90, AllocationReason.ExactMatch)]
    [InlineData(AllocationPolicy.OldestFirst, 150, AllocationReason.Oldest)]
    [InlineData(AllocationPolicy.NewestFirst, 150, AllocationReason.Newest)]
    [InlineData(AllocationPolicy.Proportional, 150, AllocationReason.Proportion)]
    public void The_reason_of_an_allocation_is_its_policy(AllocationPolicy policy, long amount, AllocationReason reason)
    {
        var (_, refund) = Allocated(amount, policy);

        Assert.All(
            refund.Allocations, part => Assert.Equal((1, reason), (part.Decision!.Attempt, part.Decision.Reason)));
        Assert.All(refund.Allocations, part => Assert.True(part.Amount <= part.Decision!.Room));
        Assert.All(refund.Allocations, part => Assert.IsType<AllocationOutcome.Pending>(part.Outcome));
        Assert.Equal(1, refund.Attempts);
    }

    [Fact]
    public void A_declined_amount_is_allocated_in_the_next_attempt_and_both_allocations_stay()
    {
        var (head, refund) = Allocated(80, AllocationPolicy.OldestFirst);
        var later = Given.Start.AddMinutes(1);
        var no = new Dictionary<int, ProcessorOutcome> { [1] = Given.Declined };

        (refund, _) = RefundProgress.Advance(head, refund, no, later)!.Value;

        Assert.Equal([1, 2], refund.Allocations.Select(part => part.Decision!.Attempt));
        Assert.Equal(later, Assert.IsType<AllocationOutcome.Declined>(refund.Allocations[0].Outcome).At);
        Assert.IsType<AllocationOutcome.Pending>(refund.Allocations[1].Outcome);
        Assert.Equal([Given.Cents(100), Given.Cents(90)], refund.Allocations.Select(part => part.Decision!.Room));
        Assert.Equal(later, refund.Allocations[1].Decision!.At);
        Assert.Equal(2, refund.Attempts);
    }

    /// <summary>
    /// A share of every capture for each declined part would be more parts than a refund's row holds.
    /// </summary>
    [Theory]
    [InlineData(AllocationPolicy.FewestCaptures)]
    [InlineData(AllocationPolicy.OldestFirst)]
    [InlineData(AllocationPolicy.NewestFirst)]
    [InlineData(AllocationPolicy.Proportional)]
    public void A_refund_has_at_most_two_allocations_per_capture_even_if_every_third_declines(
        AllocationPolicy policy)
    {
        const int Many = LedgerHead.MaxEntries;
        const int AtOnce = 20;
        var paid = Given.Order(Many * 2_000).Authorized(1, Many * 2_000);
        var head = Enumerable.Range(2, Many).Aggregate(paid, (head, n) => head.Captured(n, 1, 1_000 + (n % 100)));
        head = RefundDecisions.Decide(head, Given.RequestRefund(Many + 2, Many * 500, policy: policy))
            .ShouldBeAccepted(out var refund);

        var outcomes = Given.NoOutcomes;
        while (RefundProgress.Advance(head, refund, outcomes, Given.Start) is { } step)
        {
            (head, refund) = (step.Changes.Head, step.Refund);
            outcomes = refund.Allocations.Where(part => part.Status == AllocationStatus.Reserved).Take(AtOnce)
                .ToDictionary(
                    part => part.Number, part => part.Number % 3 == 0 ? Given.Declined : Given.Done);
        }

        Assert.Equal(RefundStatus.Succeeded, refund.Status);
        Assert.Equal(Given.Cents(Many * 500), refund.Amount);
        Assert.InRange(refund.Allocations.Length, 1, 2 * Many);
    }

    /// <summary>Captures of 100 and 90, and an allocated refund of both.</summary>
    private static (LedgerHead Head, Refund Refund) Allocated(long amount, AllocationPolicy policy)
    {
        var head = Given.Order(10_000).Authorized(1, 200).Captured(2, 1, 100).Captured(3, 1, 90);
        head = RefundDecisions.Decide(head, Given.RequestRefund(4, amount, policy: policy))
            .ShouldBeAccepted(out var refund);
        var (allocated, changes) = RefundProgress.Advance(head, refund, Given.NoOutcomes, Given.Start)!.Value;
        return (changes.Head, allocated);
    }
}
