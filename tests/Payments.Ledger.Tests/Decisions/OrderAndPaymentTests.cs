using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Orders;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Ledger.Tests.Decisions;

public sealed class OrderAndPaymentTests
{
    [Fact]
    public void An_order_keeps_the_currency_of_its_first_record()
    {
        var head = Register(null, Given.Cents(500)).ShouldBeAccepted(out _);
        Register(head, new Money(500, Given.Eur)).ShouldBeRejected(RejectionReason.CurrencyMismatch);
        Register(head, Given.Cents(700), Given.Cents(700)).ShouldBeAccepted(out var order);
        Assert.Equal(Given.Cents(700), order.Total);
    }

    [Fact]
    public void Shipping_is_part_of_the_total_and_neither_is_negative()
    {
        Register(null, Given.Cents(-1)).ShouldBeRejected(RejectionReason.AmountNotPositive);
        Register(null, Given.Cents(0)).ShouldBeAccepted(out _);
        Register(null, Given.Cents(500), Given.Cents(501)).ShouldBeRejected(RejectionReason.Conflict);
        Register(null, Given.Cents(500), Given.Cents(-1)).ShouldBeRejected(RejectionReason.Conflict);
        Register(null, Given.Cents(500), new Money(1, Given.Eur)).ShouldBeRejected(RejectionReason.CurrencyMismatch);
    }

    [Fact]
    public void A_total_can_fall_to_the_credit_payments_but_no_lower()
    {
        var head = Given.Order(500) with { CreditPayments = Given.Cents(200) };
        Register(head, Given.Cents(199)).ShouldBeRejected(RejectionReason.Conflict);
        Register(head, Given.Cents(200)).ShouldBeAccepted(out _);
    }

    [Fact]
    public void A_payment_without_an_amount_covers_what_the_others_leave()
    {
        var head = Pay(Given.Order(500), "a", 200).ShouldBeAccepted(out _);
        head = Pay(head, "b", null).ShouldBeAccepted(out _);
        var rest = head.Find(PaymentId.From("b"))!;
        Assert.Equal(Given.Cents(300), head.EffectiveAmount(rest, Given.Start));
        var credited = head with { CreditPayments = Given.Cents(250) };
        Assert.Equal(Given.Cents(50), credited.EffectiveAmount(rest, Given.Start));
        var over = head with { CreditPayments = Given.Cents(400) };
        Assert.Equal(Given.Cents(0), over.EffectiveAmount(rest, Given.Start));
    }

    [Theory]
    [InlineData("USD")]
    [InlineData("JPY")]
    [InlineData("KWD")]
    public void A_payment_without_an_amount_yields_to_one_with_an_amount_whichever_came_first(string code)
    {
        var currency = Currency.Parse(code);
        var first = Pay(Given.Order(500, currency), "rest", null).ShouldBeAccepted(out _);
        first = Pay(first, "a", 200, currency).ShouldBeAccepted(out _);
        var second = Pay(Given.Order(500, currency), "a", 200, currency).ShouldBeAccepted(out _);
        second = Pay(second, "rest", null).ShouldBeAccepted(out _);
        foreach (var head in new[] { first, second })
        {
            var rest = head.Find(PaymentId.From("rest"))!;
            Assert.Equal(new Money(300, currency), head.EffectiveAmount(rest, Given.Start));
            Pay(head, "b", 301, currency).ShouldBeRejected(RejectionReason.AmountExceedsBalance);
            Pay(head, "b", 300, currency).ShouldBeAccepted(out _);
            Pay(head, "b", null).ShouldBeRejected(RejectionReason.AlreadyPaid);
        }
    }

    [Fact]
    public void A_payment_without_an_amount_keeps_what_is_authorized_on_it()
    {
        var payment = new StorefrontPayment(amount: null, total: 100);
        payment.Record(TransactionMeaning.Authorization, 70);
        Pay(payment.Head, "a", 31).ShouldBeRejected(RejectionReason.AmountExceedsBalance);
        Pay(payment.Head, "a", 30).ShouldBeAccepted(out _);
        payment.Record(TransactionMeaning.Void, 20);
        Pay(payment.Head, "a", 50).ShouldBeAccepted(out _);
    }

    [Fact]
    public void Payments_never_exceed_the_total()
    {
        var head = Pay(Given.Order(500), "a", 200).ShouldBeAccepted(out _);
        Pay(head, "b", 301).ShouldBeRejected(RejectionReason.AmountExceedsBalance);
        head = Pay(head, "b", 300).ShouldBeAccepted(out _);
        Pay(head, "c", 1).ShouldBeRejected(RejectionReason.AlreadyPaid);
        Pay(head, "c", null).ShouldBeRejected(RejectionReason.AlreadyPaid);
    }

    [Fact]
    public void An_authorization_outside_of_payments_is_not_paid_twice()
    {
        var head = Given.Order(500).Authorized(1, 400);
        Pay(head, "a", 101).ShouldBeRejected(RejectionReason.AmountExceedsBalance);
        Pay(head, "a", 100).ShouldBeAccepted(out _);
    }

    [Fact]
    public void A_payment_requires_an_order_a_unique_id_and_a_positive_amount()
    {
        Pay(null, "a", 1).ShouldBeRejected(RejectionReason.UnknownOrder);
        Pay(LedgerHead.Open(Given.Usd), "a", 1).ShouldBeRejected(RejectionReason.UnknownOrder);
        var head = Pay(Given.Order(500), "a", 1).ShouldBeAccepted(out _);
        Pay(head, "a", 1).ShouldBeRejected(RejectionReason.IdTaken);
        Pay(head, "b", 0).ShouldBeRejected(RejectionReason.AmountNotPositive);
        Pay(head, "b", -1).ShouldBeRejected(RejectionReason.AmountNotPositive);
        Pay(head, "b", 1, Given.Eur).ShouldBeRejected(RejectionReason.CurrencyMismatch);
    }

    private static Decision<Order> Register(LedgerHead? head, Money total, Money? shipping = null) =>
        OrderDecisions.Decide(
            head, new RegisterOrder(Given.Number, total, shipping ?? Money.Zero(total.Currency), Given.Start));

    private static Decision<Payment> Pay(LedgerHead? head, string id, long? amount, Currency? currency = null) =>
        PaymentDecisions.Decide(head, new CreatePayment(
            new Payment(
                PaymentId.From(id),
                PaymentType.CreditCard,
                amount is { } count ? new Money(count, currency ?? Given.Usd) : null,
                null,
                null,
                null,
                true,
                Given.Start,
                null),
            Given.Start));
}
