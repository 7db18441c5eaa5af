using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Ledger.Tests.Decisions;

/// <summary>How much of an authorization a recorded void releases.</summary>
public sealed class Voids
{
    [Fact]
    public void A_void_of_the_uncaptured_rest_affects_no_capture()
    {
        var payment = Authorized(100);
        payment.Record(TransactionMeaning.Capture, 60);
        var voided = payment.Record(TransactionMeaning.Void, 40);

        Assert.Null(voided.Effect.Refund);
        Assert.True(payment.Head.Refunded.IsZero);
        Assert.Equal(Given.Cents(60), payment.Head.Refundable(Given.Start));
        Assert.Equal(Given.Cents(940), payment.Head.Balance(Given.Start));
        Assert.Equal(Given.Cents(40), payment.Records.OfType<Authorization>().Single().Released);
        payment.Try(TransactionMeaning.Capture, 1).ShouldBeRejected(RejectionReason.InsufficientFunds);
        payment.Record(TransactionMeaning.Refund, 60);
    }

    [Fact]
    public void A_void_of_part_of_the_rest_leaves_the_other_part_to_be_captured()
    {
        var payment = Authorized(100);
        payment.Record(TransactionMeaning.Void, 30);
        payment.Try(TransactionMeaning.Capture, 71).ShouldBeRejected(RejectionReason.InsufficientFunds);
        payment.Record(TransactionMeaning.Capture, 50);
        payment.Record(TransactionMeaning.Void, 20);
        Assert.Equal(Given.Cents(50), payment.Head.Captured);
        Assert.True(payment.Head.Refunded.IsZero);
        Assert.Equal(Given.Cents(950), payment.Head.Balance(Given.Start));
    }

    [Fact]
    public void A_void_of_the_last_part_reverses_an_authorization_without_captures()
    {
        var payment = Authorized(100);
        payment.Record(TransactionMeaning.Void, 30);
        payment.Record(TransactionMeaning.Void, 70);
        Assert.True(Assert.Single(payment.Head.Authorizations).Reversed);
        Assert.Equal(AuthorizationStatus.Reversed, payment.Records.OfType<Authorization>().Single().Status);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(60)]
    public void A_void_of_a_whole_authorization_counts_its_captures_as_refunded(long cents)
    {
        var payment = Authorized(100);
        payment.Record(TransactionMeaning.Capture, 60);
        if (cents < 100) payment.Record(TransactionMeaning.Void, 100 - cents);
        payment.Record(TransactionMeaning.Void, cents);
        Assert.Equal(Given.Cents(60), payment.Head.Refunded);
        Assert.True(Assert.Single(payment.Head.Authorizations).Reversed);
    }

    [Theory]
    [InlineData(41)]
    [InlineData(60)]
    [InlineData(99)]
    [InlineData(101)]
    public void A_void_of_more_than_the_rest_and_less_than_all_is_rejected(long cents)
    {
        var payment = Authorized(100);
        payment.Record(TransactionMeaning.Capture, 60);
        payment.Try(TransactionMeaning.Void, cents).ShouldBeRejected(RejectionReason.InsufficientFunds);
    }

    [Fact]
    public void A_void_of_the_payments_amount_is_a_whole_one_whatever_was_authorized()
    {
        var payment = new StorefrontPayment();
        payment.Record(TransactionMeaning.Authorization, 80);
        payment.Record(TransactionMeaning.Capture, 50);
        payment.Record(TransactionMeaning.Void, 100);
        Assert.Equal(Given.Cents(50), payment.Head.Refunded);
    }

    [Fact]
    public void A_void_applies_to_the_authorization_with_exactly_that_rest_or_else_to_the_newest_first()
    {
        var payment = new StorefrontPayment();
        payment.Record(TransactionMeaning.Authorization, 40);
        payment.Record(TransactionMeaning.Authorization, 60);
        payment.Record(TransactionMeaning.Void, 40);
        Assert.Equal([true, false], payment.Head.Authorizations.Select(found => found.Reversed));

        payment = new StorefrontPayment();
        payment.Record(TransactionMeaning.Authorization, 40);
        payment.Record(TransactionMeaning.Authorization, 60);
        var voided = payment.Record(TransactionMeaning.Void, 70);
        Assert.Equal([false, true], payment.Head.Authorizations.Select(found => found.Reversed));
        Assert.Equal([30, 0], payment.Head.Authorizations.Select(found => found.Capturable.MinorUnits));
        Assert.Equal(2, voided.Effect.Releases!.Value.Length);
    }

    [Fact]
    public void A_void_of_a_sale_releases_nothing_and_is_whole_or_rejected()
    {
        var payment = new StorefrontPayment();
        payment.Record(TransactionMeaning.Sale, 100);
        payment.Try(TransactionMeaning.Void, 40).ShouldBeRejected(RejectionReason.InsufficientFunds);
        payment.Record(TransactionMeaning.Void, 100);
        Assert.Equal(Given.Cents(100), payment.Head.Refunded);
    }

    [Fact]
    public void A_deleted_void_leaves_no_trace()
    {
        var payment = Authorized(100);
        payment.Record(TransactionMeaning.Capture, 60);
        var before = payment.Head;
        var voided = payment.Record(TransactionMeaning.Void, 40);
        Assert.IsType<Decision<Transaction>.Accepted>(payment.Remove(voided));
        Assert.Equal(before.Authorizations.Single(), payment.Head.Authorizations.Single());
        payment.Record(TransactionMeaning.Capture, 40);

        payment = Authorized(100);
        var authorization = payment.Records.OfType<Transaction>().Single();
        voided = payment.Record(TransactionMeaning.Void, 40);
        payment.Remove(authorization).ShouldBeRejected(RejectionReason.Conflict);
        var rest = payment.Record(TransactionMeaning.Void, 60);
        Assert.IsType<Decision<Transaction>.Accepted>(payment.Remove(rest));
        Assert.IsType<Decision<Transaction>.Accepted>(payment.Remove(voided));
        Assert.IsType<Decision<Transaction>.Accepted>(payment.Remove(authorization));
    }

    private static StorefrontPayment Authorized(long cents)
    {
        var payment = new StorefrontPayment();
        payment.Record(TransactionMeaning.Authorization, cents);
        return payment;
    }
}
