using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;
using Payments.Ledger.Storefront;

namespace Payments.Ledger.Tests.Decisions;

public sealed class SalesAndChargebacks
{
    [Fact]
    public void A_sale_is_an_authorization_and_a_capture_in_one()
    {
        var payment = new StorefrontPayment(total: 100);
        payment.Record(TransactionMeaning.Sale);
        Assert.Equal(Given.Cents(100), payment.Head.Captured);
        Assert.True(payment.Head.Balance(Given.Start).IsZero);
        Assert.True(Assert.Single(payment.Head.Authorizations).Implied);
        payment.Try(TransactionMeaning.Sale, 1).ShouldBeRejected(RejectionReason.InsufficientFunds);
        payment.Try(TransactionMeaning.Capture, 1).ShouldBeRejected(RejectionReason.InsufficientFunds);
    }

    [Fact]
    public void A_sale_next_to_an_authorization_takes_nothing_from_it_and_both_share_the_payments_amount()
    {
        var payment = new StorefrontPayment();
        payment.Record(TransactionMeaning.Authorization, 40);
        payment.Record(TransactionMeaning.Sale, 60);
        Assert.Equal([40, 0], payment.Head.Authorizations.Select(found => found.Capturable.MinorUnits));
        payment.Record(TransactionMeaning.Capture, 40);
        payment.Try(TransactionMeaning.Sale, 1).ShouldBeRejected(RejectionReason.InsufficientFunds);
    }

    [Fact]
    public void A_deleted_sale_leaves_nothing_behind()
    {
        var payment = new StorefrontPayment();
        var sale = payment.Record(TransactionMeaning.Sale, 60);
        Assert.IsType<Decision<Transaction>.Accepted>(payment.Remove(sale));
        Assert.Empty(payment.Head.Authorizations);
        Assert.Empty(payment.Head.Captures);
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(100, 100)]
    [InlineData(null, 100)]
    public void A_chargeback_lowers_what_is_refundable(int? cents, long refunded)
    {
        var payment = Sold();
        payment.Record(TransactionMeaning.Chargeback, cents);
        Assert.Equal(Given.Cents(refunded), payment.Head.Refunded);
        payment.Try(TransactionMeaning.Refund, 101 - refunded).ShouldBeRejected(RejectionReason.InsufficientFunds);
    }

    [Fact]
    public void A_chargeback_of_more_than_is_left_takes_the_rest_but_nothing_reserved()
    {
        var payment = Sold();
        payment.Record(TransactionMeaning.Refund, 50);
        payment.Head = RefundDecisions.Decide(payment.Head, Given.RequestRefund(1, 30)).ShouldBeAccepted(out _);
        payment.Record(TransactionMeaning.Chargeback, 100);
        Assert.Equal(Given.Cents(70), payment.Head.Refunded);
        Assert.Equal(Given.Cents(30), payment.Head.Reserved);
        Assert.Equal(TransactionEffect.None, payment.Record(TransactionMeaning.Chargeback, 100).Effect);
    }

    [Fact]
    public void A_chargeback_of_more_than_was_captured_is_rejected()
    {
        var payment = Sold();
        payment.Try(TransactionMeaning.Chargeback, 101).ShouldBeRejected(RejectionReason.InsufficientFunds);
        new StorefrontPayment().Try(TransactionMeaning.Chargeback).ShouldBeRejected(RejectionReason.InsufficientFunds);
    }

    [Fact]
    public void A_chargeback_of_a_payment_without_a_card_is_recorded_and_moves_nothing()
    {
        var payment = new StorefrontPayment(PaymentType.SpendingAccount);
        Assert.Equal(TransactionEffect.None, payment.Record(TransactionMeaning.Chargeback, 40).Effect);
    }

    private static StorefrontPayment Sold()
    {
        var payment = new StorefrontPayment();
        payment.Record(TransactionMeaning.Sale, 100);
        return payment;
    }
}
