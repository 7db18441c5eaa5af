using Payments.Ledger.Authorizations;
using Payments.Ledger.Balances;
using Payments.Ledger.Captures;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Ledger.Tests.Decisions;

public sealed class AuthorizationAndCaptureTests
{
    private static readonly DateTimeOffset Expiry = Given.Start.AddDays(7);

    [Fact]
    public void An_authorization_of_an_order_is_at_most_its_balance_which_is_the_default()
    {
        var head = Given.Order(500) with { CreditPayments = Given.Cents(100) };
        Size(head, Given.Authorize(1, 401), RejectionReason.AmountExceedsBalance);
        Assert.Equal(Given.Cents(400), Size(head, Given.Authorize(1, 400)));
        Assert.Equal(Given.Cents(400), Size(head, Given.Authorize(1, null)));
        Size(head.Authorized(1, 400), Given.Authorize(2, 1), RejectionReason.AlreadyPaid);
        Size(head.Authorized(1, 400), Given.Authorize(2, null), RejectionReason.AlreadyPaid);
    }

    [Fact]
    public void An_expired_authorization_counts_only_what_was_captured()
    {
        var head = Given.Order(500).Authorized(1, 500).Captured(2, 1, 200);
        Assert.Equal(Given.Cents(300), Size(head, Given.Authorize(3, null, at: Expiry)));
    }

    [Fact]
    public void An_authorization_requires_a_known_order_a_currency_and_a_positive_amount()
    {
        Size(null, Given.Authorize(1, 5), RejectionReason.UnknownOrder);
        Size(LedgerHead.Open(Given.Usd), Given.Authorize(1, 5), RejectionReason.UnknownOrder);
        Size(null, Given.Authorize(1, null, forOrder: false), RejectionReason.CurrencyMismatch);
        var standalone = Given.Authorize(1, null, forOrder: false);
        var twoCurrencies = standalone.With(request => request with { Amount = Given.Cents(5), Currency = Given.Eur });
        Size(null, twoCurrencies, RejectionReason.CurrencyMismatch);
        var noAmount = standalone.With(request => request with { Currency = Given.Usd });
        Size(null, noAmount, RejectionReason.AmountNotPositive);
        Size(Given.Order(500), Given.Authorize(1, 5, Given.Eur), RejectionReason.CurrencyMismatch);
        Size(
            Given.Order(500),
            Given.Authorize(1, null).With(request => request with { Currency = Given.Eur }),
            RejectionReason.CurrencyMismatch);
        Size(Given.Order(500), Given.Authorize(1, 0), RejectionReason.AmountNotPositive);
        Size(Given.Order(500), Given.Authorize(1, -1), RejectionReason.AmountNotPositive);
    }

    [Fact]
    public void A_capture_takes_at_most_the_rest_which_is_the_default()
    {
        var head = Given.Order(500).Authorized(1, 300);
        Begin(head, Given.TakeCapture(2, 301)).ShouldBeRejected(RejectionReason.InsufficientFunds);
        head = Begin(head, Given.TakeCapture(2, 100)).ShouldBeAccepted(out var capture);
        Assert.Equal(CaptureStatus.Pending, capture.Status);
        head = Begin(head, Given.TakeCapture(3, null)).ShouldBeAccepted(out var rest);
        Assert.Equal(Given.Cents(200), rest.Amount);
        Begin(head, Given.TakeCapture(4, null)).ShouldBeRejected(RejectionReason.InsufficientFunds);
        Begin(head, Given.TakeCapture(4, 1)).ShouldBeRejected(RejectionReason.InsufficientFunds);
    }

    [Fact]
    public void A_capture_in_another_currency_of_zero_too_late_or_after_a_reversal_is_rejected()
    {
        var head = Given.Order(500).Authorized(1, 300);
        Begin(head, Given.TakeCapture(2, 5, Given.Eur)).ShouldBeRejected(RejectionReason.CurrencyMismatch);
        Begin(head, Given.TakeCapture(2, 5).With(request => request with { Currency = Given.Eur }))
            .ShouldBeRejected(RejectionReason.CurrencyMismatch);
        Begin(head, Given.TakeCapture(2, 0)).ShouldBeRejected(RejectionReason.AmountNotPositive);
        Begin(head, Given.TakeCapture(2, 5, at: Expiry)).ShouldBeRejected(RejectionReason.Expired);
        Begin(head, Given.TakeCapture(2, 5, at: Expiry.AddTicks(-1))).ShouldBeAccepted(out _);
        Begin(head.With(head.Authorizations[0] with { Reversed = true }), Given.TakeCapture(2, 5))
            .ShouldBeRejected(RejectionReason.NotAuthorized);
        var stranger = Given.AuthorizationRecord(head.Authorizations[0] with { Id = Given.Id<Authorization>(9) });
        CaptureDecisions.Begin(head, stranger, Given.TakeCapture(2, 5)).ShouldBeRejected(RejectionReason.NotAuthorized);
    }

    [Fact]
    public void A_declined_capture_returns_its_amount_and_is_concluded_once()
    {
        var before = Given.Order(500).Authorized(1, 300);
        var begun = Begin(before, Given.TakeCapture(2, 300)).ShouldBeAccepted(out var capture);
        var (failed, changes) = CaptureDecisions.Conclude(begun, capture, Given.Declined, Given.Start)!.Value;
        Assert.Equal(CaptureStatus.Failed, failed.Status);
        Assert.NotNull(failed.Decline);
        Assert.Equal(before.Authorizations.Single(), changes.Head.Authorizations.Single());
        Assert.Null(CaptureDecisions.Conclude(changes.Head, failed, Given.Done, Given.Start));
    }

    private static Money Size(LedgerHead head, Authorize command)
    {
        Assert.True(AuthorizationDecisions.TrySize(head, command, out var amount, out _));
        return amount;
    }

    private static void Size(LedgerHead? head, Authorize command, RejectionReason reason)
    {
        Assert.False(AuthorizationDecisions.TrySize(head, command, out _, out var rejection));
        Assert.Equal(reason, rejection.Reason);
        AuthorizationDecisions.Decide(head, command, "auth").ShouldBeRejected(reason);
    }

    private static Decision<Capture> Begin(LedgerHead head, TakeCapture command) =>
        CaptureDecisions.Begin(head, Given.AuthorizationRecord(head.Authorizations[0]), command);
}
