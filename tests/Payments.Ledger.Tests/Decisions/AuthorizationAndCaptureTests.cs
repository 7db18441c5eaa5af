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
    public void An_authorization_for_an_order_is_of_at_most_its_balance_and_by_default_of_all_of_it()
    {
        var head = Given.Order(500) with { CreditPayments = Given.Cents(100) };
        Size(head, Given.Authorize(1, 401), RejectionReason.AmountExceedsBalance);
        Assert.Equal(Given.Cents(400), Size(head, Given.Authorize(1, 400)));
        Assert.Equal(Given.Cents(400), Size(head, Given.Authorize(1, null)));
        Size(head.Authorized(1, 400), Given.Authorize(2, 1), RejectionReason.AlreadyPaid);
        Size(head.Authorized(1, 400), Given.Authorize(2, null), RejectionReason.AlreadyPaid);
    }

    [Fact]
    public void An_expired_authorization_stands_for_no_more_than_what_was_captured()
    {
        var head = Given.Order(500).Authorized(1, 500).Captured(2, 1, 200);
        Assert.Equal(Given.Cents(300), Size(head, Given.Authorize(3, null, at: Expiry)));
    }

    [Fact]
    public void An_authorization_needs_a_known_order_a_currency_and_an_amount_above_zero()
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
    public void A_capture_takes_at_most_what_is_left_and_by_default_all_of_it()
    {
        var head = Given.Order(500).Authorized(1, 300);
        Begin(head, Given.TakeCapture(2, 301)).ShouldBeRefused(RejectionReason.InsufficientFunds);
        head = Begin(head, Given.TakeCapture(2, 100)).ShouldBeAccepted(out var capture);
        Assert.Equal(CaptureStatus.Pending, capture.Status);
        head = Begin(head, Given.TakeCapture(3, null)).ShouldBeAccepted(out var rest);
        Assert.Equal(Given.Cents(200), rest.Amount);
        Begin(head, Given.TakeCapture(4, null)).ShouldBeRefused(RejectionReason.InsufficientFunds);
        Begin(head, Given.TakeCapture(4, 1)).ShouldBeRefused(RejectionReason.InsufficientFunds);
    }

    [Fact]
    public void A_capture_is_refused_in_another_currency_of_nothing_too_late_or_after_a_reversal()
    {
        var head = Given.Order(500).Authorized(1, 300);
        Begin(head, Given.TakeCapture(2, 5, Given.Eur)).ShouldBeRefused(RejectionReason.CurrencyMismatch);
        Begin(head, Given.TakeCapture(2, 5).With(request => request with { Currency = Given.Eur }))
            .ShouldBeRefused(RejectionReason.CurrencyMismatch);
        Begin(head, Given.TakeCapture(2, 0)).ShouldBeRefused(RejectionReason.AmountNotPositive);
        Begin(head, Given.TakeCapture(2, 5, at: Expiry)).ShouldBeRefused(RejectionReason.Expired);
        Begin(head, Given.TakeCapture(2, 5, at: Expiry.AddTicks(-1))).ShouldBeAccepted(out _);
        Begin(head.With(head.Authorizations[0] with { Reversed = true }), Given.TakeCapture(2, 5))
            .ShouldBeRefused(RejectionReason.NotAuthorized);
        var stranger = Given.AuthorizationRecord(head.Authorizations[0] with { Id = Given.Id<Authorization>(9) });
        CaptureDecisions.Begin(head, stranger, Given.TakeCapture(2, 5)).ShouldBeRefused(RejectionReason.NotAuthorized);
    }

    [Fact]
    public void A_capture_that_the_processor_refuses_gives_its_part_back_and_ends_once()
    {
        var before = Given.Order(500).Authorized(1, 300);
        var begun = Begin(before, Given.TakeCapture(2, 300)).ShouldBeAccepted(out var capture);
        var (failed, changes) = CaptureDecisions.Conclude(begun, capture, Given.Refused, Given.Start)!.Value;
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
        AuthorizationDecisions.Decide(head, command, "auth").ShouldBeRefused(reason);
    }

    private static Decision<Capture> Begin(LedgerHead head, TakeCapture command) =>
        CaptureDecisions.Begin(head, Given.AuthorizationRecord(head.Authorizations[0]), command);
}
