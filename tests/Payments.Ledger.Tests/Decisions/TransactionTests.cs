using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;
using Payments.Ledger.Storefront;

namespace Payments.Ledger.Tests.Decisions;

public sealed class TransactionTests
{
    [Fact]
    public void An_authorization_without_an_amount_is_of_the_payments_amount()
    {
        var payment = new StorefrontPayment();
        var transaction = payment.Record(TransactionMeaning.Authorization);
        var balance = Assert.Single(payment.Head.Authorizations);
        Assert.Equal(balance.Id, transaction.Effect.Authorization);
        Assert.Equal(Given.Cents(100), balance.Amount);
        Assert.Null(balance.ExpiresAt);
    }

    [Fact]
    public void A_capture_takes_no_more_than_the_authorization_has()
    {
        var payment = new StorefrontPayment();
        payment.Record(TransactionMeaning.Authorization);
        payment.Record(TransactionMeaning.Capture, 60);
        payment.Try(TransactionMeaning.Capture, 41).ShouldBeRejected(RejectionReason.InsufficientFunds);
        payment.Record(TransactionMeaning.Capture);
        payment.Try(TransactionMeaning.Capture).ShouldBeRejected(RejectionReason.InsufficientFunds);
        Assert.Equal([Given.Cents(60), Given.Cents(40)], payment.Head.Captures.Select(capture => capture.Amount));
    }

    [Fact]
    public void Sales_imply_an_authorization_that_grows_to_the_payments_amount_and_no_further()
    {
        var payment = new StorefrontPayment();
        payment.Record(TransactionMeaning.Capture, 60);
        payment.Record(TransactionMeaning.Capture, 30);
        payment.Try(TransactionMeaning.Capture, 11).ShouldBeRejected(RejectionReason.InsufficientFunds);
        var implied = Assert.Single(payment.Head.Authorizations);
        Assert.True(implied.Implied);
        Assert.Equal(Given.Cents(90), implied.Amount);
        Assert.Equal(Given.Cents(90), payment.Records.OfType<Authorization>().Single().Amount);
        Assert.True(implied.Capturable.IsZero);
    }

    [Fact]
    public void A_refund_without_an_amount_is_of_the_rest_and_no_further_one_can_follow()
    {
        var payment = Sold(100);
        payment.Record(TransactionMeaning.Refund, 30);
        payment.Try(TransactionMeaning.Refund, 71).ShouldBeRejected(RejectionReason.InsufficientFunds);
        payment.Record(TransactionMeaning.Refund);
        Assert.Equal(Given.Cents(100), payment.Head.Refunded);
        payment.Try(TransactionMeaning.Refund).ShouldBeRejected(RejectionReason.InsufficientFunds);
        payment.Try(TransactionMeaning.Refund, 1).ShouldBeRejected(RejectionReason.InsufficientFunds);
    }

    [Fact]
    public void A_recorded_refund_is_a_succeeded_refund_of_the_payments_captures()
    {
        var payment = Sold(100);
        payment.Head = payment.Head.Authorized(1, 500).Captured(2, 1, 500);
        var transaction = payment.Record(TransactionMeaning.Refund);
        var refund = payment.Records.OfType<Refund>().Single();
        Assert.Equal(refund.Id, transaction.Effect.Refund);
        Assert.Equal(RefundStatus.Succeeded, refund.Status);
        Assert.Equal(Given.Cents(100), refund.Amount);
        Assert.Equal(payment.Head.Captures[0].Id, Assert.Single(refund.Allocations).Capture);
    }

    [Fact]
    public void A_recorded_refund_leaves_what_another_refund_has_reserved()
    {
        var payment = Sold(100);
        payment.Head = RefundDecisions.Decide(payment.Head, Given.RequestRefund(1, 30)).ShouldBeAccepted(out _);
        payment.Try(TransactionMeaning.Refund, 71).ShouldBeRejected(RejectionReason.InsufficientFunds);
        payment.Record(TransactionMeaning.Refund, 70);
    }

    [Fact]
    public void A_void_releases_the_authorization_and_nothing_more_can_be_captured()
    {
        var payment = new StorefrontPayment();
        payment.Record(TransactionMeaning.Authorization);
        var transaction = payment.Record(TransactionMeaning.Void);
        var balance = Assert.Single(payment.Head.Authorizations);
        Assert.Equal(balance.Id, transaction.Effect.Authorization);
        Assert.True(balance.Reversed);
        Assert.Equal(AuthorizationStatus.Reversed, payment.Records.OfType<Authorization>().Single().Status);
        Assert.Equal(TransactionEffect.None, payment.Record(TransactionMeaning.Void).Effect);
    }

    [Fact]
    public void A_void_of_what_was_captured_counts_as_refunded()
    {
        var payment = new StorefrontPayment();
        payment.Record(TransactionMeaning.Authorization);
        payment.Record(TransactionMeaning.Capture, 60);
        payment.Record(TransactionMeaning.Void);
        Assert.Equal(Given.Cents(60), payment.Head.Refunded);
        payment.Try(TransactionMeaning.Refund, 1).ShouldBeRejected(RejectionReason.InsufficientFunds);
        RefundDecisions.Decide(payment.Head, Given.RequestRefund(1))
            .ShouldBeRejected(RejectionReason.InsufficientFunds);
    }

    [Fact]
    public void A_void_while_a_refund_of_the_whole_order_is_pending_counts_the_rest_as_refunded()
    {
        var payment = Sold(100);
        payment.Head = RefundDecisions.Decide(payment.Head, Given.RequestRefund(1, 30)).ShouldBeAccepted(out _);
        payment.Record(TransactionMeaning.Void);
        Assert.Equal(Given.Cents(70), payment.Head.Refunded);
        Assert.Equal(Given.Cents(30), payment.Head.Reserved);
    }

    [Fact]
    public void A_voided_sale_leaves_the_whole_payment_for_another_sale()
    {
        var payment = Sold(100);
        payment.Record(TransactionMeaning.Void);
        payment.Record(TransactionMeaning.Capture, 100);
        Assert.Equal(Given.Cents(200), payment.Head.Captured);
        Assert.Equal(Given.Cents(100), payment.Head.Refunded);
    }

    [Fact]
    public void A_sale_after_a_voided_sale_has_its_own_authorization_that_can_be_voided()
    {
        var payment = Sold(30);
        payment.Record(TransactionMeaning.Void);
        payment.Record(TransactionMeaning.Capture, 50);
        Assert.Equal([true, false], payment.Head.Authorizations.Select(balance => balance.Reversed));
        payment.Record(TransactionMeaning.Void);
        Assert.Equal(Given.Cents(80), payment.Head.Refunded);
    }

    /// <summary>
    /// Found by the simulation, seed 1893: the void could no longer be deleted, and the attempt threw.
    /// </summary>
    [Fact]
    public void A_voided_sale_can_be_deleted_only_after_its_void()
    {
        var payment = new StorefrontPayment();
        var sale = payment.Record(TransactionMeaning.Capture, 50);
        payment.Head = RefundDecisions
            .Decide(payment.Head, Given.RequestRefund(1, 50))
            .ShouldBeAccepted(out var refund);
        var voided = payment.Record(TransactionMeaning.Void);
        payment.Head = RefundCancellation.Decide(payment.Head, refund, Given.Start).ShouldBeAccepted(out _);

        payment.Remove(sale).ShouldBeRejected(RejectionReason.Conflict);
        Assert.IsType<Decision<Transaction>.Accepted>(payment.Remove(voided));
        Assert.IsType<Decision<Transaction>.Accepted>(payment.Remove(sale));
        Assert.Empty(payment.Head.Authorizations);
    }

    [Theory]
    [InlineData(TransactionMeaning.Authorization)]
    [InlineData(TransactionMeaning.Capture)]
    [InlineData(TransactionMeaning.Refund)]
    public void A_currency_other_than_the_orders_is_rejected(TransactionMeaning meaning)
    {
        var payment = Sold(50);
        var euros = new Money(10, Given.Eur);
        payment.Try(meaning, euros, "euros").ShouldBeRejected(RejectionReason.CurrencyMismatch);
        Assert.IsType<Decision<Transaction>.Accepted>(payment.Try(TransactionMeaning.None, euros, "euros"));
    }

    [Fact]
    public void A_refund_of_a_payment_without_a_card_is_recorded_and_moves_nothing()
    {
        var payment = new StorefrontPayment(PaymentType.PurchaseOrder);
        Assert.Equal(TransactionEffect.None, payment.Record(TransactionMeaning.Refund, 40).Effect);
        Assert.True(payment.Head.Refunded.IsZero);
        new StorefrontPayment().Try(TransactionMeaning.Refund, 40).ShouldBeRejected(RejectionReason.InsufficientFunds);
    }

    [Fact]
    public void A_transaction_without_a_meaning_is_only_recorded()
    {
        var payment = Sold(50);
        var before = payment.Head;
        Assert.Equal(TransactionEffect.None, payment.Record(TransactionMeaning.None, 20).Effect);
        Assert.Equal(before with { Sequence = before.Sequence + 1 }, payment.Head);
    }

    [Fact]
    public void An_id_is_unique_and_an_unknown_payment_has_no_transactions()
    {
        var payment = Sold(50);
        var taken = payment.Records.OfType<Transaction>().Single().Id.Value;
        payment.Try(TransactionMeaning.None, null, taken).ShouldBeRejected(RejectionReason.IdTaken);
        payment.Try(TransactionMeaning.None, null, "t", payment: "p2").ShouldBeRejected(RejectionReason.UnknownPayment);
    }

    private static StorefrontPayment Sold(long cents)
    {
        var payment = new StorefrontPayment();
        payment.Record(TransactionMeaning.Capture, cents);
        return payment;
    }
}
