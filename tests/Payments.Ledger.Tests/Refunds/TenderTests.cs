using Payments.Ledger.Balances;
using Payments.Ledger.CreditPayments;
using Payments.Ledger.Decisions;
using Payments.Ledger.Events;
using Payments.Ledger.Identity;
using Payments.Ledger.Orders;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;

namespace Payments.Ledger.Tests.Refunds;

/// <summary>
/// Refunds that go back to credit payments too. The order has captures of 60 and 40, and a credit payment of 50.
/// </summary>
public sealed class TenderTests
{
    private static readonly DateTimeOffset Later = Given.Start.AddDays(3);

    private readonly LedgerHead _paid;
    private readonly CreditPayment _giftCard;

    public TenderTests() => _paid = CreditPaymentDecisions
        .Decide(Given.Order(150).Authorized(1, 100).Captured(1, 1, 60).Captured(2, 1, 40), Credit(50))
        .ShouldBeAccepted(out _giftCard);

    [Fact]
    public void Without_tenders_a_refund_takes_nothing_from_credit_payments_and_says_that_they_are_there()
    {
        var rejected = Assert.IsType<Decision<Refund>.Rejected>(
            RefundDecisions.Decide(_paid, Given.RequestRefund(9, 101).With(ByOrder)));
        Assert.Equal(
            "Only 1.00 USD is available to refund. A further 0.50 USD was paid by credit payments, which are not "
            + "among the refund's tenders.",
            rejected.Rejection.Message);
        var (head, refund) = Accept(RefundTenders.Card, amount: null);
        Assert.Equal((Given.Cents(100), null, null), (refund.Requested, refund.ToCredit, head.ReservedForCredit));
    }

    [Theory]
    [InlineData(RefundTenders.Credit, 0, 50)]
    [InlineData(RefundTenders.CardFirst, 100, 50)]
    [InlineData(RefundTenders.CreditFirst, 100, 50)]
    public void Without_an_amount_all_that_its_tenders_can_take_is_refunded(
        RefundTenders tenders, long cards, long credit)
    {
        var (head, refund) = Accept(tenders, amount: null);

        Assert.Equal(Given.Cents(cards + credit), refund.Requested);
        Assert.Equal((Given.Cents(cards), Given.Cents(credit)), (head.ReservedOnLedger, head.ReservedForCredit));
    }

    [Theory]
    [InlineData(RefundTenders.Credit, 51)]
    [InlineData(RefundTenders.CardFirst, 151)]
    [InlineData(RefundTenders.CreditFirst, 151)]
    public void More_than_its_tenders_can_take_is_rejected_or_reduced(RefundTenders tenders, long amount)
    {
        RefundDecisions.Decide(_paid, Request(tenders, amount)).ShouldBeRejected(RejectionReason.InsufficientFunds);
        RefundDecisions.Decide(_paid, Request(tenders, amount).With(request => request with { UpTo = true }))
            .ShouldBeAccepted(out var refund);
        Assert.Equal((Given.Cents(amount), Given.Cents(1)), (refund.Requested, refund.Released));
    }

    [Fact]
    public void Only_a_refund_by_order_number_alone_goes_back_to_credit_payments()
    {
        var request = Request(RefundTenders.CardFirst, 10);
        RefundDecisions.Decide(_paid, request.With(asked => asked with { Order = null }))
            .ShouldBeRejected(RejectionReason.Conflict);
        RefundDecisions.Decide(_paid, request with { Authorization = Given.Id<Authorization>(1) })
            .ShouldBeRejected(RejectionReason.Conflict);
        RefundDecisions.Decide(_paid, request with { Capture = Given.Id<Capture>(1) })
            .ShouldBeRejected(RejectionReason.Conflict);
    }

    [Fact]
    public void An_order_without_an_authorization_has_nothing_that_a_refund_could_be_shown_with()
    {
        var head = CreditPaymentDecisions.Decide(Given.Order(150), Credit(50)).ShouldBeAccepted(out _);
        RefundDecisions.Decide(head, Request(RefundTenders.Credit, 50)).ShouldBeRejected(RejectionReason.Conflict);
        RefundDecisions.Decide(head.Authorized(1, 100), Request(RefundTenders.CardFirst, 50))
            .ShouldBeAccepted(out var refund);
        Assert.Equal(Given.Id<Authorization>(1), refund.Authorization.Id);
    }

    [Fact]
    public void Captures_that_are_too_old_leave_the_credit_payments()
    {
        var at = Given.Start.AddDays(181);
        var old = Request(RefundTenders.CardFirst, amount: null) with { At = at };
        RefundDecisions.Decide(_paid, old).ShouldBeAccepted(out var refund);
        Assert.Equal((Given.Cents(50), Given.Cents(50)), (refund.Requested, refund.ReservedForCredit));
        var spent = _paid.ReserveForCredit(Given.Cents(50));
        RefundDecisions.Decide(spent, old).ShouldBeRejected(RejectionReason.Expired);
    }

    [Fact]
    public void Credit_first_goes_back_with_the_first_allocation_as_one_negative_credit_payment()
    {
        var (head, refund) = Accept(RefundTenders.CreditFirst, 70);
        var (allocated, changes) = RefundProgress.Advance(head, refund, Given.NoOutcomes, Later)!.Value;

        Assert.Equal((Given.Cents(50), Given.Cents(20)), (allocated.Refunded, allocated.Reserved));
        var part = Assert.Single(allocated.ToCredit!.Parts);
        Assert.Equal((1, Given.Cents(50), Given.Cents(50), Later), (part.Number, part.Amount, part.Room, part.At));
        Assert.Equal([ChangeType.Update, ChangeType.Insert], changes.Entries.Select(entry => entry.Type));
        var payment = Assert.IsType<CreditPayment>(changes.Entries[1].Record);
        Assert.Equal(Given.Cents(-50), payment.Amount);
        Assert.Equal((part.Payment, Key.ForId(part.Payment), refund.Id), (payment.Id, payment.Key, payment.Refund));
        Assert.Equal($"Refund {refund.Key}", payment.Description);
        Assert.Equal((Given.Cents(50), null), (changes.Head.RefundedToCredit, changes.Head.ReservedForCredit));
        Assert.InRange(changes.Operations, 1, LedgerChanges.MaxOperations);
        Assert.Null(RefundProgress.Advance(changes.Head, allocated, Given.NoOutcomes, Later));
    }

    [Fact]
    public void Credit_last_goes_back_once_all_cards_have_answered_with_what_they_declined()
    {
        var (head, refund) = Accept(RefundTenders.CardFirst, 110);
        (head, refund) = Advance(head, refund, []);
        Assert.Equal((2, Given.Cents(10)), (refund.Allocations.Length, refund.ReservedForCredit));

        (head, refund) = Advance(head, refund, new() { [2] = Given.Declined });
        Assert.Equal(RefundStatus.Pending, refund.Status);
        Assert.Empty(refund.ToCredit!.Parts);
        Assert.Equal(Given.Cents(50), head.ReservedForCredit);

        (head, refund) = Advance(head, refund, new() { [1] = Given.Accepted });
        Assert.Empty(refund.ToCredit!.Parts);

        (head, refund) = Advance(head, refund, new() { [1] = Given.Done });
        Assert.Equal((RefundStatus.Succeeded, Given.Cents(110)), (refund.Status, refund.Amount));
        Assert.Equal(Given.Cents(50), Assert.Single(refund.ToCredit!.Parts).Amount);
        Assert.Equal((Given.Cents(50), null), (head.RefundedToCredit, head.ReservedForCredit));
        Assert.True(head.Reserved.IsZero);
    }

    [Fact]
    public void What_neither_cards_nor_credit_payments_can_take_is_released()
    {
        var (head, refund) = Accept(RefundTenders.CardFirst, 100);
        (head, refund) = Advance(head, refund, []);
        (head, refund) = Advance(head, refund, new() { [1] = Given.DeclinedForGood, [2] = Given.DeclinedForGood });

        Assert.Equal((RefundStatus.Succeeded, Given.Cents(50)), (refund.Status, refund.Amount));
        Assert.Equal(Given.Cents(50), refund.Released);
        Assert.Equal(Given.Cents(100), head.Refundable(Given.Start));
    }

    [Fact]
    public void What_cards_decline_after_credit_payments_is_released_even_if_there_is_credit_again()
    {
        var (head, refund) = Accept(RefundTenders.CreditFirst, 90);
        (head, refund) = Advance(head, refund, []);
        var larger = head with { Order = head.Order! with { Total = Given.Cents(500) } };
        head = CreditPaymentDecisions.Decide(larger, Credit(50, 8)).ShouldBeAccepted(out _);
        (head, refund) = Advance(head, refund, new() { [1] = Given.DeclinedForGood });

        Assert.Equal((RefundStatus.Succeeded, Given.Cents(50)), (refund.Status, refund.Amount));
        Assert.Equal((Given.Cents(40), Given.Cents(50)), (refund.Released, head.RefundableToCredit));
    }

    [Fact]
    public void A_canceled_refund_releases_what_it_has_reserved_of_both_tenders()
    {
        var (head, refund) = Accept(RefundTenders.CardFirst, 110);
        var after = RefundCancellation.Decide(head, refund, Later).ShouldBeAccepted(out var canceled);

        Assert.Equal((Given.Cents(110), Given.Cents(0)), (canceled.Released, canceled.ReservedForCredit));
        Assert.Equal((_paid.Reserved, Given.Cents(50)), (after.Reserved, after.RefundableToCredit));
        Assert.Null(RefundProgress.Advance(after, canceled, Given.NoOutcomes, Later));
    }

    [Fact]
    public void A_refund_that_credit_payments_have_taken_is_not_canceled()
    {
        var (head, refund) = Accept(RefundTenders.Credit, 30);
        (head, refund) = Advance(head, refund, []);
        Assert.Equal(RefundStatus.Succeeded, refund.Status);
        RefundCancellation.Decide(head, refund, Later).ShouldBeRejected(RejectionReason.Conflict);
    }

    [Theory]
    [InlineData(LateFailures.Reallocate, RefundTenders.CardFirst, 60)]
    [InlineData(LateFailures.Reallocate, RefundTenders.CreditFirst, 20)]
    [InlineData(LateFailures.Leave, RefundTenders.CardFirst, 20)]
    public void What_fails_later_falls_back_to_credit_payments_by_the_setting_and_the_order_of_tenders(
        LateFailures setting, RefundTenders tenders, long refunded)
    {
        // The cards pay 40; then 20 more are due to credit payments, before or after them.
        var (head, refund) = Accept(tenders, 60, Given.Order(10_000).Authorized(1, 100).Captured(1, 1, 40));
        (head, refund) = Advance(head, refund, []);
        (head, refund) = Advance(head, refund, new() { [1] = Given.Done });
        Assert.Equal((RefundStatus.Succeeded, Given.Cents(60)), (refund.Status, refund.Amount));
        head = CreditPaymentDecisions.Decide(head, Credit(100, 8)).ShouldBeAccepted(out _);

        var news = new Dictionary<int, ProcessorOutcome> { [1] = Given.Declined };
        var (after, changes) = RefundNews.Apply(head, refund, news, setting, Later)!.Value;

        Assert.Equal((RefundStatus.Succeeded, Given.Cents(refunded)), (after.Status, after.Amount));
        Assert.Equal(EventKind.RefundReversed, RecordEvents.Find(refund, after));
        var ids = after.ToCredit!.Parts.Select(part => part.Payment).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Null(RefundNews.Apply(changes.Head, after, news, setting, Later));
    }

    [Fact]
    public void A_part_that_succeeds_after_all_takes_back_what_waits_for_credit_payments_in_its_place()
    {
        var (head, refund) = Accept(RefundTenders.CardFirst, 100);
        (head, refund) = Advance(head, refund, []);
        (head, refund) = Advance(head, refund, new() { [1] = Given.Accepted, [2] = Given.Accepted });
        (head, refund) = Advance(head, refund, new() { [2] = Given.Declined });
        Assert.Equal(Given.Cents(40), head.ReservedForCredit);

        var news = new Dictionary<int, ProcessorOutcome> { [2] = Given.Done };
        (refund, var changes) = RefundNews.Apply(head, refund, news, LateFailures.Leave, Later)!.Value;

        Assert.Equal((Given.Cents(0), Given.Cents(40)), (refund.ReservedForCredit, refund.Refunded));
        Assert.Null(changes.Head.ReservedForCredit);
        (head, refund) = Advance(changes.Head, refund, new() { [1] = Given.Done });
        Assert.Equal((RefundStatus.Succeeded, Given.Cents(100)), (refund.Status, refund.Amount));
        Assert.Empty(refund.ToCredit!.Parts);
    }

    /// <summary>Both in one review: the reservation for the first must not outlive the news of the second.</summary>
    [Fact]
    public void A_part_that_succeeds_after_all_releases_what_another_one_would_have_reserved_again()
    {
        var (head, refund) = Accept(RefundTenders.Card, 40, Given.Order(10_000).Authorized(1, 500)
            .Captured(1, 1, 40).Captured(2, 1, 40).Captured(3, 1, 40));
        (head, refund) = Advance(head, refund, []);
        (head, refund) = Advance(head, refund, new() { [1] = Given.Accepted });
        (head, refund) = Advance(head, refund, new() { [1] = Given.Declined });
        (head, refund) = Advance(head, refund, new() { [2] = Given.Accepted });
        // The parts are told in the order of their numbers, so the declined one is put first.
        refund = refund with
        {
            Allocations =
            [
                refund.Allocations[1] with { Number = 1 },
                refund.Allocations[0] with { Number = 2 },
            ],
        };

        var news = new Dictionary<int, ProcessorOutcome> { [1] = Given.Declined, [2] = Given.Done };
        var (after, changes) = RefundNews.Apply(head, refund, news, LateFailures.Leave, Later)!.Value;

        Assert.Equal((RefundStatus.Succeeded, Given.Cents(40)), (after.Status, after.Amount));
        Assert.True(changes.Head.Reserved.IsZero);
    }

    [Fact]
    public void Credit_payments_cannot_fall_below_what_refunds_return_or_are_to_return()
    {
        var (head, refund) = Accept(RefundTenders.CardFirst, 120);
        CreditPaymentDecisions.Remove(head, _giftCard, Later).ShouldBeRejected(RejectionReason.Conflict);
        CreditPaymentDecisions.Replace(head, _giftCard, Credit(19)).ShouldBeRejected(RejectionReason.Conflict);
        CreditPaymentDecisions.Replace(head, _giftCard, Credit(20)).ShouldBeAccepted(out var smaller);

        (head, refund) = Advance(head, refund, []);
        (head, refund) = Advance(head, refund, new() { [1] = Given.Done, [2] = Given.Done });
        Assert.Equal(RefundStatus.Succeeded, refund.Status);
        CreditPaymentDecisions.Remove(head, _giftCard, Later).ShouldBeRejected(RejectionReason.Conflict);
        CreditPaymentDecisions.Replace(head, _giftCard, Credit(19)).ShouldBeRejected(RejectionReason.Conflict);
        CreditPaymentDecisions.Replace(head, _giftCard, Credit(20)).ShouldBeAccepted(out smaller);
        Assert.Equal(Given.Cents(20), smaller.Amount);
    }

    [Fact]
    public void What_a_refund_has_returned_is_neither_replaced_nor_removed()
    {
        var (head, refund) = Accept(RefundTenders.Credit, 30);
        var (_, changes) = RefundProgress.Advance(head, refund, Given.NoOutcomes, Later)!.Value;
        var returned = Assert.IsType<CreditPayment>(changes.Entries[1].Record);

        CreditPaymentDecisions.Remove(changes.Head, returned, Later).ShouldBeRejected(RejectionReason.Conflict);
        CreditPaymentDecisions.Replace(changes.Head, returned, Credit(1)).ShouldBeRejected(RejectionReason.Conflict);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 30)]
    public void What_is_returned_is_due_again_only_if_the_order_says_so(bool reopens, long balance)
    {
        var paid = _paid with { Order = _paid.Order! with { RefundsReopen = reopens } };
        var (head, refund) = Accept(RefundTenders.Credit, 30, paid);
        (head, _) = Advance(head, refund, []);

        Assert.Equal(Given.Cents(balance), head.Balance(Later));
        // The total may fall by what was returned, and no further.
        OrderDecisions.Decide(head, new RegisterOrder(Given.Number, Given.Cents(20), Given.Cents(0), Later))
            .ShouldBeAccepted(out _);
        OrderDecisions.Decide(head, new RegisterOrder(Given.Number, Given.Cents(19), Given.Cents(0), Later))
            .ShouldBeRejected(RejectionReason.Conflict);
    }

    [Fact]
    public void A_head_that_returns_more_than_credit_payments_have_paid_is_never_stored() =>
        Assert.Throws<BrokenInvariantException>(
            () => Invariants.Check(_paid.ReserveForCredit(Given.Cents(51))));

    [Fact]
    public void The_preview_shows_what_both_tenders_would_take()
    {
        RefundPreview.Decide(_paid, Request(RefundTenders.CardFirst, 120)).ShouldBeAccepted(out var refund);
        Assert.Equal((Given.Cents(100), Given.Cents(20)), (refund.Reserved, refund.ReservedForCredit));
        RefundPreview.Decide(_paid, Request(RefundTenders.CreditFirst, 120)).ShouldBeAccepted(out refund);
        Assert.Equal((Given.Cents(70), Given.Cents(50)), (refund.Reserved, refund.ToCredit!.Refunded));
    }

    [Fact]
    public void A_derived_id_is_the_same_for_the_same_number_and_another_for_another()
    {
        var refund = Id<Refund>.Parse($"ref-{Given.Ledger}0123456789abcdef0123ffffffffffff");
        var first = Id<CreditPayment>.Derive(refund, 1);
        Assert.Equal(first, Id<CreditPayment>.Derive(refund, 1));
        Assert.Equal($"crp-{Given.Ledger}0123456789abcdef0123000000000000", first.ToString());
        Assert.Equal(100, Enumerable.Range(1, 100).Select(n => Id<CreditPayment>.Derive(refund, n)).Distinct().Count());
        Assert.True(Id<CreditPayment>.TryParse(first.ToString(), out var parsed) && parsed == first);
    }

    private (LedgerHead Head, Refund Refund) Accept(
        RefundTenders tenders, long? amount, LedgerHead? captured = null)
    {
        var paid = captured is null ? _paid
            : captured.CreditPayments.IsPositive || tenders == RefundTenders.Card ? captured
            : CreditPaymentDecisions.Decide(captured, Credit(20)).ShouldBeAccepted(out _);
        var head = RefundDecisions.Decide(paid, Request(tenders, amount)).ShouldBeAccepted(out var refund);
        return (head, refund);
    }

    private static (LedgerHead Head, Refund Refund) Advance(
        LedgerHead head, Refund refund, Dictionary<int, ProcessorOutcome> outcomes)
    {
        var (after, changes) = RefundProgress.Advance(head, refund, outcomes, Given.Start)!.Value;
        return (changes.Head, after);
    }

    private static RequestRefund Request(RefundTenders tenders, long? amount) =>
        Given.RequestRefund(9, amount).With(request => ByOrder(request) with { Tenders = tenders });

    private static RefundRequest ByOrder(RefundRequest request) => request with { Order = Given.Number };

    private static RecordCreditPayment Credit(long amount, int n = 7) => new(
        Given.Id<CreditPayment>(n),
        new CreditPaymentRequest(
            Key: null, Given.Number, "Gift card", Given.Cents(amount), Given.Cents(amount), Given.NoAttributes),
        Given.Start);
}
