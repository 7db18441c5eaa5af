using Payments.Ledger.Authorizations;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Ledger.Tests.Decisions;

/// <summary>Payments on account, and from an account with the seller, pay by being accepted.</summary>
public sealed class PaidByItself
{
    [Theory]
    [InlineData(PaymentType.PurchaseOrder, "USD")]
    [InlineData(PaymentType.PurchaseOrder, "JPY")]
    [InlineData(PaymentType.SpendingAccount, "KWD")]
    public void An_accepted_payment_lowers_the_balance_at_once(PaymentType type, string code)
    {
        var currency = Currency.Parse(code);
        var head = Paid(Given.Order(100, currency), type, 60).ShouldBeAccepted(out _);
        Assert.Equal(new Money(40, currency), head.Balance(Given.Start));
        AuthorizationDecisions.Decide(head, Given.Authorize(1, 41, currency), "a")
            .ShouldBeRejected(RejectionReason.AmountExceedsBalance);
        head = head.Authorized(1, 40);
        AuthorizationDecisions.Decide(head, Given.Authorize(2, null, currency), "a")
            .ShouldBeRejected(RejectionReason.AlreadyPaid);
    }

    [Fact]
    public void An_accepted_payment_without_an_amount_pays_the_rest()
    {
        var head = Paid(Given.Order(100).Authorized(1, 30), PaymentType.PurchaseOrder, null).ShouldBeAccepted(out _);
        Assert.True(head.Balance(Given.Start).IsZero);
    }

    [Theory]
    [InlineData(PaymentType.PurchaseOrder, false)]
    [InlineData(PaymentType.CreditCard, true)]
    public void An_unaccepted_payment_and_a_card_payment_without_an_authorization_do_not_lower_the_balance(
        PaymentType type, bool accepted)
    {
        var head = Paid(Given.Order(100), type, 60, accepted).ShouldBeAccepted(out _);
        Assert.Equal(Given.Cents(100), head.Balance(Given.Start));
    }

    [Fact]
    public void Accepting_changing_and_deleting_a_payment_moves_the_balance()
    {
        var head = Paid(Given.Order(100), PaymentType.PurchaseOrder, 60, accepted: false)
            .ShouldBeAccepted(out var payment);
        head = Change(head, payment with { Accepted = true }).ShouldBeAccepted(out payment);
        Assert.Equal(Given.Cents(40), head.Balance(Given.Start));
        head = Change(head, payment with { Amount = Given.Cents(100) }).ShouldBeAccepted(out payment);
        Assert.True(head.Balance(Given.Start).IsZero);
        head = PaymentChanges
            .Decide(head, [payment], new DeletePayment(payment.Id, Given.Start))
            .ShouldBeAccepted(out _);
        Assert.Equal(Given.Cents(100), head.Balance(Given.Start));
    }

    [Fact]
    public void An_amount_authorized_before_a_payment_is_accepted_is_not_paid_twice()
    {
        var head = Paid(Given.Order(100), PaymentType.PurchaseOrder, 60, accepted: false)
            .ShouldBeAccepted(out var payment);
        head = head.Authorized(1, 41);
        Change(head, payment with { Accepted = true }).ShouldBeRejected(RejectionReason.AmountExceedsBalance);
        Change(head, payment with { Description = "as it was" }).ShouldBeAccepted(out _);
    }

    [Fact]
    public void Transactions_recorded_on_an_accepted_payment_are_not_counted_twice()
    {
        var payment = new StorefrontPayment(PaymentType.PurchaseOrder, amount: 60, total: 100);
        payment.Record(TransactionMeaning.Sale, 20);
        Assert.Equal(Given.Cents(40), payment.Head.Balance(Given.Start));
    }

    private static Decision<Payment> Paid(LedgerHead head, PaymentType type, long? amount, bool accepted = true) =>
        PaymentDecisions.Decide(head, new CreatePayment(
            new Payment(
                PaymentId.From("po"),
                type,
                amount is { } count ? new Money(count, head.Currency) : null,
                null,
                null,
                null,
                accepted,
                Given.Start,
                null),
            Given.Start));

    private static Decision<Payment> Change(LedgerHead head, Payment payment) =>
        PaymentChanges.Decide(head, new ChangePayment(payment, Given.Start));
}
