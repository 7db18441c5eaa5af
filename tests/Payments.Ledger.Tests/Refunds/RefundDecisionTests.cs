using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;

namespace Payments.Ledger.Tests.Refunds;

public sealed class RefundDecisionTests
{
    private static readonly LedgerHead Head = Given.Order(10_000)
        .Authorized(1, 200).Authorized(2, 100).Captured(3, 1, 80).Captured(4, 1, 120).Captured(5, 2, 100);

    [Theory]
    [InlineData(null, 3, 80)]
    [InlineData(1, null, 200)]
    [InlineData(1, 4, 120)]
    [InlineData(null, null, 300)]
    public void A_refund_without_an_amount_is_of_everything_refundable_in_its_selection(
        int? authorization, int? capture, long amount)
    {
        var command = Given.RequestRefund(6, null, authorization, capture);
        RefundDecisions.Decide(Head, command).ShouldBeAccepted(out var refund);
        Assert.Equal(Given.Cents(amount), refund.Requested);
        Decide(
            command.With(request => request with { Amount = Given.Cents(amount + 1) }),
            RejectionReason.InsufficientFunds);
    }

    [Fact]
    public void A_selection_must_exist_and_belong_together()
    {
        Decide(Given.RequestRefund(6, 1, authorization: 9), RejectionReason.UnknownAuthorization);
        Decide(Given.RequestRefund(6, 1, capture: 9), RejectionReason.UnknownCapture);
        Decide(Given.RequestRefund(6, 1, authorization: 2, capture: 3), RejectionReason.SelectionsDisagree);
        Decide(
            Given.RequestRefund(6, 1).With(request => request with { Order = OrderNumber.From("other") }),
            RejectionReason.SelectionsDisagree);
        var named = Given.RequestRefund(6, 1).With(request => request with { Order = Given.Number });
        RefundDecisions.Decide(null, named).ShouldBeRejected(RejectionReason.UnknownOrder);
        RefundDecisions.Decide(null, Given.RequestRefund(6, 1)).ShouldBeRejected(RejectionReason.UnknownAuthorization);
    }

    [Fact]
    public void A_refund_is_positive_in_the_ledgers_currency_and_in_time()
    {
        Decide(Given.RequestRefund(6, 0), RejectionReason.AmountNotPositive);
        Decide(
            Given.RequestRefund(6).With(request => request with { Amount = new Money(1, Given.Eur) }),
            RejectionReason.CurrencyMismatch);
        Decide(
            Given.RequestRefund(6).With(request => request with { Currency = Given.Eur }),
            RejectionReason.CurrencyMismatch);
        Decide(Given.RequestRefund(6, 1, at: Given.Start.AddDays(180)), RejectionReason.Expired);
        RefundDecisions
            .Decide(Head, Given.RequestRefund(6, 1, at: Given.Start.AddDays(180).AddTicks(-1)))
            .ShouldBeAccepted(out _);
    }

    private static void Decide(RequestRefund command, RejectionReason reason) =>
        RefundDecisions.Decide(Head, command).ShouldBeRejected(reason);
}
