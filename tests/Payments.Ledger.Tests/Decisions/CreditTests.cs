using Payments.Ledger.Balances;
using Payments.Ledger.CreditPayments;
using Payments.Ledger.Credits;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Tests.Decisions;

public sealed class CreditTests
{
    private static readonly CreditAnswer Yes = new CreditAnswer.Approved("ref", "OK1");
    private static readonly CreditAnswer No =
        new CreditAnswer.Declined(new Decline(DeclineReason.Unspecified, "500", "Declined"));

    [Fact]
    public void A_credit_payment_lowers_the_balance_and_never_exceeds_it()
    {
        var head = Pay(Given.Order(500), 200).ShouldBeAccepted(out _);
        Assert.Equal(Given.Cents(300), head.Balance(Given.Start));
        Pay(head, 301).ShouldBeRejected(RejectionReason.AmountExceedsBalance);
        Pay(head, 300).ShouldBeAccepted(out _);
    }

    [Fact]
    public void A_credit_payment_over_its_maximum_of_zero_in_another_currency_or_orderless_is_rejected()
    {
        var head = Given.Order(500);
        Pay(head, 6, maximum: 5).ShouldBeRejected(RejectionReason.AmountExceedsMaximum);
        Pay(head, 0).ShouldBeRejected(RejectionReason.AmountNotPositive);
        Pay(head, 5, currency: Given.Eur).ShouldBeRejected(RejectionReason.CurrencyMismatch);
        Pay(null, 5).ShouldBeRejected(RejectionReason.UnknownOrder);
        Pay(LedgerHead.Open(Given.Usd), 5).ShouldBeRejected(RejectionReason.UnknownOrder);
    }

    [Fact]
    public void An_open_credit_counts_until_it_fails_and_a_declined_one_never_does()
    {
        var head = Give(null, 500, Yes).ShouldBeAccepted(out var credit);
        Assert.Equal(Given.Cents(500), head.OpenCredits);
        Assert.Equal(head.OpenCredits, Give(head, 300, No).ShouldBeAccepted(out var declined).OpenCredits);
        Assert.Equal(CreditStatus.Declined, declined.Status);
        Assert.Null(CreditDecisions.Settle(head, declined, Given.Done, Given.Start));
        var settled = CreditDecisions.Settle(head, credit, Given.Done, Given.Start)!;
        Assert.Equal(Given.Cents(500), settled.Head.OpenCredits);
        var failed = CreditDecisions.Settle(head, credit, Given.Declined, Given.Start)!;
        Assert.True(failed.Head.OpenCredits.IsZero);
        Assert.Equal(CreditStatus.Failed, Assert.IsType<Credit>(failed.Entries.Single().Record).Status);
    }

    [Fact]
    public void An_open_credit_is_positive_and_in_the_orders_currency()
    {
        Give(Given.Order(1), 0, Yes).ShouldBeRejected(RejectionReason.AmountNotPositive);
        Give(Given.Order(1, Given.Eur), 5, Yes).ShouldBeRejected(RejectionReason.CurrencyMismatch);
    }

    private static Decision<Credit> Give(LedgerHead? head, long cents, CreditAnswer answer) => CreditDecisions.Decide(
        head,
        new GiveCredit(
            Given.Id<Credit>(1),
            new CreditTerms(Key.From("credit-1"), null, Given.Cents(cents), null, Given.NoAttributes, "fingerprint"),
            ProcessorName.Sandbox,
            Given.Start),
        answer);

    private static Decision<CreditPayment> Pay(
        LedgerHead? head, long amount, long? maximum = null, Currency? currency = null) =>
        CreditPaymentDecisions.Decide(head, new RecordCreditPayment(
            Given.Id<CreditPayment>(1),
            new CreditPaymentRequest(
                null,
                Given.Number,
                "Gift card",
                new Money(amount, currency ?? Given.Usd),
                new Money(maximum ?? amount, currency ?? Given.Usd),
                Given.NoAttributes),
            Given.Start));
}
