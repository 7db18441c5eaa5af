using Payments.Ledger.Balances;
using Payments.Ledger.Captures;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;

namespace Payments.Ledger.Tests.Refunds;

public sealed class RefundNewsTests
{
    private static readonly DateTimeOffset Later = Given.Start.AddDays(3);

    /// <summary>Two captures of 60 and 40.</summary>
    private readonly LedgerHead _captured =
        Given.Order(10_000).Authorized(1, 100).Captured(1, 1, 60).Captured(2, 1, 40);

    [Fact]
    public void What_the_processor_has_accepted_stays_allocated_and_is_neither_refunded_nor_free()
    {
        var (head, refund) = Refunded(40, Given.Accepted);

        Assert.Equal(RefundStatus.Pending, refund.Status);
        Assert.Equal(new AllocationOutcome.WithProcessor("held", Given.Start), refund.Allocations[0].Outcome);
        Assert.Equal(Given.Cents(60), head.Refundable(Given.Start));
        Assert.True(head.Refunded.IsZero);
    }

    [Fact]
    public void A_part_that_was_with_the_processor_may_be_declined_and_then_goes_to_another_capture()
    {
        var (head, refund) = Refunded(40, Given.Accepted);
        var (after, moved) = Told(head, refund, 1, Given.Declined);

        Assert.Equal(RefundStatus.Pending, moved.Status);
        Assert.Equal([AllocationStatus.Declined, AllocationStatus.Reserved], moved.Allocations.Select(p => p.Status));
        Assert.Equal(Given.Id<Capture>(1), moved.Allocations[1].Capture);
        Assert.Equal(Given.Cents(60), after.Refundable(Given.Start));
    }

    [Fact]
    public void A_refund_that_fails_after_it_succeeded_has_failed_and_its_money_is_free_again()
    {
        var (head, refund) = Refunded(40, Given.Done);
        Assert.Equal(RefundStatus.Succeeded, refund.Status);
        var (after, failed) = Told(head, refund, 1, Given.Declined);

        Assert.Equal(RefundStatus.Failed, failed.Status);
        Assert.Equal("Do not honour", failed.FailureMessage);
        Assert.Equal(Given.Cents(40), failed.Released);
        var outcome = Assert.IsType<AllocationOutcome.FailedLater>(failed.Allocations[0].Outcome);
        Assert.Equal((Given.Start, Later), (outcome.SucceededAt, outcome.At));
        Assert.True(after.Refunded.IsZero);
        Assert.Equal(Given.Cents(100), after.Refundable(Given.Start));
    }

    [Fact]
    public void A_refund_of_which_one_part_fails_later_has_succeeded_with_less()
    {
        var (head, refund) = Refunded(90, Given.Done);
        var (after, less) = Told(head, refund, 2, Given.Declined);

        Assert.Equal((RefundStatus.Succeeded, Given.Cents(60)), (less.Status, less.Amount));
        Assert.Equal(Given.Cents(40), after.Refundable(Given.Start));
    }

    [Fact]
    public void By_the_setting_what_failed_later_is_offered_to_other_captures()
    {
        var (head, refund) = Refunded(40, Given.Done);
        var (after, again) = Told(head, refund, 1, Given.Declined, LateFailures.Reallocate);

        Assert.Equal(RefundStatus.Pending, again.Status);
        Assert.Equal(Given.Id<Capture>(1), again.Allocations[1].Capture);
        Assert.Equal(2, again.Attempts);
        Assert.Equal(Given.Cents(40), after.Reserved);
        var (_, paid) = Told(after, again, 2, Given.Done);
        Assert.Equal((RefundStatus.Succeeded, Given.Cents(40)), (paid.Status, paid.Amount));
    }

    [Fact]
    public void A_refund_that_fails_later_where_no_other_capture_has_enough_left_has_failed_whatever_the_setting()
    {
        var (head, refund) = Refunded(100, Given.Done);
        var (after, less) = Told(head, refund, 1, Given.Declined, LateFailures.Reallocate);
        var (_, none) = Told(after, less, 2, Given.Declined, LateFailures.Reallocate);

        Assert.Equal(Given.Cents(40), less.Amount);
        Assert.Equal(RefundStatus.Failed, none.Status);
    }

    [Fact]
    public void What_failed_and_then_succeeded_counts_as_refunded_again_while_its_money_is_free()
    {
        var (head, refund) = Refunded(40, Given.Done);
        var (failed, gone) = Told(head, refund, 1, Given.Declined);
        var (after, back) = Told(failed, gone, 1, Given.Done);

        Assert.Equal((RefundStatus.Succeeded, Given.Cents(40)), (back.Status, back.Amount));
        Assert.True(back.Released.IsZero);
        Assert.Equal(Given.Cents(60), after.Refundable(Given.Start));
    }

    [Fact]
    public void What_succeeded_after_it_was_replaced_is_shown_as_more_than_was_requested()
    {
        var (head, refund) = Refunded(40, Given.Done);
        var (failed, again) = Told(head, refund, 1, Given.Declined, LateFailures.Reallocate);
        var (replaced, paid) = Told(failed, again, 2, Given.Done);
        var (after, twice) = Told(replaced, paid, 1, Given.Done);

        Assert.Equal((Given.Cents(40), Given.Cents(80)), (twice.Requested, twice.Amount));
        Assert.Equal(Given.Cents(20), after.Refundable(Given.Start));
    }

    [Fact]
    public void What_succeeded_after_its_money_was_taken_by_another_refund_is_recorded_as_overpaid()
    {
        var (head, refund) = Refunded(40, Given.Done, capture: 2);
        var (failed, gone) = Told(head, refund, 1, Given.Declined);
        var other = RefundDecisions
            .Decide(failed, Given.RequestRefund(2, 40, capture: 2))
            .ShouldBeAccepted(out _);
        var (after, back) = Told(other, gone, 1, Given.Done);

        Assert.IsType<AllocationOutcome.Overpaid>(back.Allocations[0].Outcome);
        Assert.Equal((RefundStatus.Succeeded, Given.Cents(40)), (back.Status, back.Amount));
        Assert.Equal(Given.Cents(40), after.GetRequired(Given.Id<Capture>(2)).Overpaid);
        Assert.Equal(Given.Cents(60), after.Refundable(Given.Start));
        var (undone, _) = Told(after, back, 1, Given.Declined);
        Assert.Null(undone.GetRequired(Given.Id<Capture>(2)).Overpaid);
    }

    [Fact]
    public void What_is_disputed_cannot_be_refunded_until_the_dispute_is_won()
    {
        var open = Standing(_captured, 1, DisputeStatus.Open);
        var lost = Standing(open.Head, open.Capture, DisputeStatus.Lost);
        var won = Standing(lost.Head, lost.Capture, DisputeStatus.Won);

        Assert.Equal(Given.Cents(40), open.Head.Refundable(Given.Start));
        Assert.Equal(Given.Cents(40), lost.Head.Refundable(Given.Start));
        Assert.Equal(Given.Cents(100), won.Head.Refundable(Given.Start));
        Assert.Equal(DisputeStatus.Won, Assert.Single(won.Capture.Disputes!.Value).Status);
    }

    [Fact]
    public void A_dispute_of_what_a_refund_has_reserved_leaves_other_captures_alone()
    {
        var reserved = RefundDecisions
            .Decide(_captured, Given.RequestRefund(1, 60, capture: 1))
            .ShouldBeAccepted(out var refund);
        var (disputed, _) = Standing(reserved, 1, DisputeStatus.Open);

        Assert.Equal(Given.Cents(40), disputed.Refundable(Given.Start));
        var step = RefundProgress.Advance(disputed, refund, Given.NoOutcomes, Given.Start)!.Value;
        Assert.Equal(RefundStatus.Failed, step.Refund.Status);
        Assert.Equal(Given.Cents(40), step.Changes.Head.Refundable(Given.Start));
    }

    [Fact]
    public void A_capture_that_was_voided_has_failed_and_nothing_of_it_is_refundable()
    {
        var voided = CaptureNews.Apply(
            _captured, Record(_captured, 1), new CaptureStanding(Voided: true, []), Later)!.Value;

        Assert.Equal(CaptureStatus.Failed, voided.Capture.Status);
        Assert.Equal("voided", voided.Capture.Decline!.Code);
        var head = voided.Changes.Head;
        Assert.Equal((Given.Cents(40), Given.Cents(40)), (head.Captured, head.Refundable(Given.Start)));
        Assert.Equal(_captured.Balance(Given.Start) + Given.Cents(60), head.Balance(Given.Start));
    }

    private (LedgerHead Head, Refund Refund) Refunded(long amount, ProcessorOutcome outcome, int? capture = null)
    {
        var head = RefundDecisions
            .Decide(_captured, Given.RequestRefund(1, amount, capture: capture))
            .ShouldBeAccepted(out var refund);
        var placed = RefundProgress.Advance(head, refund, Given.NoOutcomes, Given.Start)!.Value;
        var outcomes = placed.Refund.Allocations.ToDictionary(part => part.Number, _ => outcome);
        var step = RefundProgress.Advance(placed.Changes.Head, placed.Refund, outcomes, Given.Start)!.Value;
        return (step.Changes.Head, step.Refund);
    }

    private static (LedgerHead Head, Refund Refund) Told(
        LedgerHead head,
        Refund refund,
        int number,
        ProcessorOutcome outcome,
        LateFailures lateFailures = LateFailures.Leave)
    {
        var outcomes = new Dictionary<int, ProcessorOutcome> { [number] = outcome };
        var step = RefundNews.Apply(head, refund, outcomes, lateFailures, Later)!.Value;
        return (step.Changes.Head, step.Refund);
    }

    private static (LedgerHead Head, Capture Capture) Standing(LedgerHead head, int capture, DisputeStatus status) =>
        Standing(head, Record(head, capture), status);

    private static (LedgerHead Head, Capture Capture) Standing(LedgerHead head, Capture capture, DisputeStatus status)
    {
        var dispute = new Dispute("dispute", capture.Amount, status);
        var step = CaptureNews.Apply(head, capture, new CaptureStanding(Voided: false, [dispute]), Later)!.Value;
        return (step.Changes.Head, step.Capture);
    }

    private static Capture Record(LedgerHead head, int capture)
    {
        var balance = head.GetRequired(Given.Id<Capture>(capture));
        return new Capture(
            balance.Id,
            Payments.Ledger.Identity.Key.ForId(balance.Id),
            balance.Authorization,
            Payments.Ledger.Identity.Key.ForId(balance.Authorization),
            Given.Number,
            balance.Amount,
            new CaptureOutcome.Succeeded("done"),
            Given.NoAttributes,
            "auth-1",
            balance.CapturedAt,
            ProcessorName.Sandbox);
    }
}
