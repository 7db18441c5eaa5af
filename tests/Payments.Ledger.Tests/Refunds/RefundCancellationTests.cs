using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;

namespace Payments.Ledger.Tests.Refunds;

public sealed class RefundCancellationTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData(1, null)]
    [InlineData(null, 2)]
    public void An_unallocated_refund_is_canceled_and_releases_its_reservation(int? authorization, int? capture)
    {
        var before = Given.Order(10_000).Authorized(1, 200).Captured(2, 1, 100).Captured(3, 1, 100);
        var head = RefundDecisions.Decide(before, Given.RequestRefund(4, 60, authorization, capture))
            .ShouldBeAccepted(out var refund);

        var after = RefundCancellation.Decide(head, refund, Given.Start).ShouldBeAccepted(out var canceled);

        Assert.Equal(RefundStatus.Canceled, canceled.Status);
        Assert.Equal((Given.Cents(60), Given.Cents(60)), (canceled.Amount, canceled.Released));
        Assert.True(canceled.Refunded.IsZero && canceled.Unallocated.IsZero);
        Assert.True(after.Reserved.IsZero);
        Assert.Equal(before.Refundable(Given.Start), after.Refundable(Given.Start));
        Assert.Null(RefundProgress.Advance(after, canceled, Given.NoOutcomes, Given.Start));
    }

    [Fact]
    public void Canceling_twice_cancels_once()
    {
        var (head, refund) = Pending();
        head = RefundCancellation.Decide(head, refund, Given.Start).ShouldBeAccepted(out var canceled);

        Assert.IsType<Decision<Refund>.Unchanged>(RefundCancellation.Decide(head, canceled, Given.Start));
    }

    [Fact]
    public void A_refund_that_may_have_reached_the_processor_or_is_concluded_is_not_canceled()
    {
        var (head, refund) = Pending();
        (refund, var changes) = RefundProgress.Advance(head, refund, Given.NoOutcomes, Given.Start)!.Value;
        Assert.Equal(RejectionReason.Conflict, Rejected(changes.Head, refund));

        var outcomes = new Dictionary<int, ProcessorOutcome> { [1] = Given.Done };
        (refund, changes) = RefundProgress.Advance(changes.Head, refund, outcomes, Given.Start)!.Value;
        Assert.Equal(RefundStatus.Succeeded, refund.Status);
        Assert.Equal(RejectionReason.Conflict, Rejected(changes.Head, refund));
    }

    private static RejectionReason Rejected(LedgerHead head, Refund refund) =>
        Assert.IsType<Decision<Refund>.Rejected>(RefundCancellation.Decide(head, refund, Given.Start)).Rejection.Reason;

    private static (LedgerHead Head, Refund Refund) Pending()
    {
        var head = Given.Order(10_000).Authorized(1, 100).Captured(2, 1, 100);
        head = RefundDecisions.Decide(head, Given.RequestRefund(4, 60)).ShouldBeAccepted(out var refund);
        return (head, refund);
    }
}
