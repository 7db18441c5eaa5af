using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Stripe;
using Payments.ScriptedProcessors;
using Payments.ScriptedProcessors.Stripe;

namespace Payments.Processors.Tests.Stripe;

public sealed class StripeOperationTests : StripeTest
{
    [Fact]
    public async Task A_payment_is_captured_several_times_where_its_card_allows_that()
    {
        var authorization = await AuthorizedAsync(100);

        var first = await ApprovedAsync(Capture(authorization, 60));
        var second = await ApprovedAsync(Capture(authorization, 40));

        Assert.NotEqual(first, second);
        var payment = Server.Payments[authorization];
        Assert.Equal(("succeeded", Cents(100)), (payment.Status, payment.Received));
        await ApprovedAsync(Refund(first, 60));
        await ApprovedAsync(Refund(second, 40));
        Assert.Equal(Cents(100), Server.Refunded("usd"));
    }

    [Fact]
    public async Task Where_it_does_not_a_second_capture_is_declined_clearly_and_the_first_one_stands()
    {
        var authorization = await AuthorizedAsync(100, StripeCards.CapturedOnce);
        var first = Capture(authorization, 60);
        await ApprovedAsync(first);

        var declined = await DeclinedAsync(Capture(authorization, 40));

        Assert.Equal((DeclineReason.NotSupported, "multicapture_unavailable"), (declined.Reason, declined.Code));
        await ApprovedAsync(first);
        Assert.Equal(Cents(60), Server.Captured("usd"));
    }

    [Fact]
    public async Task Captures_at_once_never_take_more_than_was_authorized()
    {
        var authorization = await AuthorizedAsync(100);
        var captures = Enumerable.Range(0, 12).Select(_ => Capture(authorization, 10)).ToList();

        var answers = await Task.WhenAll(captures.Select(capture => Task.Run(() => ExecuteAsync(capture))));
        for (var i = 0; i < captures.Count; i++)
        {
            if (answers[i] is not ProcessorResponse.Unknown) continue;
            Time.Advance(ScriptedStripe.KeyRetention);
            answers[i] = await ExecuteAsync(captures[i]);
        }

        Assert.Equal(10, answers.OfType<ProcessorResponse.Approved>().Count());
        Assert.Equal(2, answers.OfType<ProcessorResponse.Declined>().Count());
        Assert.Equal(Cents(100), Server.Captured("usd"));
    }

    [Fact]
    public async Task A_payment_is_captured_at_most_as_often_as_its_metadata_can_name()
    {
        var authorization = await AuthorizedAsync(100);
        for (var i = 0; i < StripeMetadata.MaxCaptures; i++) await ApprovedAsync(Capture(authorization, 1));

        Assert.Equal("multicapture_limit", (await DeclinedAsync(Capture(authorization, 1))).Code);

        Assert.InRange(Server.Payments[authorization].Metadata.Count, StripeMetadata.MaxCaptures + 2, 50);
    }

    [Fact]
    public async Task Money_that_somebody_captured_at_Stripe_is_never_captured_again()
    {
        var authorization = await AuthorizedAsync(100);
        var payment = Server.Payments[authorization];
        (payment.Received, payment.Captures, payment.Status) = (Cents(100), 1, "succeeded");

        Assert.IsType<ProcessorResponse.Unknown>(await ExecuteAsync(Capture(authorization, 60)));
    }

    [Fact]
    public async Task What_is_left_of_a_partly_captured_payment_is_released_by_a_last_capture_of_nothing()
    {
        var authorization = await AuthorizedAsync(100);
        await ApprovedAsync(Capture(authorization, 60));

        await ApprovedAsync(Release(authorization, 40));

        var payment = Server.Payments[authorization];
        Assert.Equal(("succeeded", Cents(60)), (payment.Status, payment.Received));
    }

    [Fact]
    public async Task An_authorization_that_expired_at_Stripe_is_declined_and_its_capture_too()
    {
        var authorize = Authorize(100);
        var authorization = await ApprovedAsync(authorize);
        Server.Payments[authorization].Status = "canceled";

        Assert.IsType<ProcessorResponse.Declined>(await QueryAsync(authorize, authorization));
        Assert.Equal("payment_intent_canceled", (await DeclinedAsync(Capture(authorization, 1))).Code);
        await ApprovedAsync(Release(authorization, 100));
    }

    [Fact]
    public async Task A_card_whose_bank_asks_its_holder_is_declined_clearly_and_nobody_can_confirm_it_later()
    {
        var declined = await DeclinedAsync(Authorize(100, StripeCards.Authenticated));

        Assert.Equal((DeclineReason.NotSupported, "authentication_required"), (declined.Reason, declined.Code));
        Assert.Equal("canceled", Assert.Single(Server.Payments.Values).Status);
    }

    [Fact]
    public async Task Open_credits_are_declined_for_good_without_asking_Stripe()
    {
        var instrument = new CreditInstrument.Token("pm_1", null);
        var authorize = new AuthorizeCredit(Demo, "cre:1", Shop.Dollars(1), instrument);
        var settle = new SettleFunds(Demo, "cre-1/settle", Shop.Dollars(1), "x");

        foreach (var operation in new ProcessorOperation[] { authorize, settle })
        {
            var declined = await DeclinedAsync(operation);
            Assert.Equal((DeclineReason.NotSupported, true), (declined.Reason, declined.Permanent));
        }

        Assert.Empty(Server.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sbx-0123")]
    [InlineData("pi_1/../refunds")]
    [InlineData("ch?x=1")]
    public async Task References_that_are_not_Stripe_s_are_declined_without_asking_Stripe(string reference)
    {
        await DeclinedAsync(Capture(reference == "pi_1/../refunds" ? "" : reference, 1));
        if (reference != "pi_1/../refunds") await DeclinedAsync(Refund(reference, 1));

        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_charge_that_a_storefront_recorded_can_be_refunded_by_its_id()
    {
        var payment = (await CapturedAsync(100)).Split('/')[0];
        var charge = Server.Payments[payment].Charge;

        await ApprovedAsync(Refund(charge, 40));

        Assert.Equal(Cents(40), Server.Refunded("usd"));
        Assert.Empty((await Bench.Processor.InspectCaptureAsync(Demo, charge, default))!.Disputes);
    }

    [Fact]
    public async Task A_refund_that_Stripe_holds_is_pending_until_it_ends()
    {
        var refund = Refund(await CapturedAsync(100, StripeCards.RefundPending), 40);

        var pending = Assert.IsType<ProcessorResponse.Pending>(await ExecuteAsync(refund));
        Assert.Equal(pending, await ExecuteAsync(refund));
        Assert.Equal(pending, await QueryAsync(refund, pending.Reference));

        var made = Assert.Single(Server.Refunds);
        made.Status = "succeeded";
        Assert.IsType<ProcessorResponse.Approved>(await QueryAsync(refund, pending.Reference));
        (made.Status, made.FailureReason) = ("failed", "lost_or_stolen_card");
        var failed = Assert.IsType<ProcessorResponse.Declined>(await QueryAsync(refund, pending.Reference));
        Assert.Equal((DeclineReason.LostOrStolenCard, true), (failed.Decline.Reason, failed.Decline.Permanent));
    }

    [Theory]
    [InlineData("canceled", null, DeclineReason.Unspecified, false)]
    [InlineData("failed", "expired_or_canceled_card", DeclineReason.CardExpired, true)]
    [InlineData("failed", "insufficient_funds", DeclineReason.Unspecified, false)]
    [InlineData("failed", "unknown", DeclineReason.Unspecified, false)]
    public async Task A_refund_that_failed_after_it_had_succeeded_is_declined(
        string status, string? failure, DeclineReason reason, bool isPermanent)
    {
        var refund = Refund(await CapturedAsync(100), 40);
        var reference = await ApprovedAsync(refund);
        (Server.Refunds[0].Status, Server.Refunds[0].FailureReason) = (status, failure);

        var declined = Assert.IsType<ProcessorResponse.Declined>(await QueryAsync(refund, reference)).Decline;

        Assert.Equal((reason, isPermanent), (declined.Reason, declined.Permanent));
    }

    [Fact]
    public async Task A_status_that_Stripe_has_added_is_unknown()
    {
        var refund = Refund(await CapturedAsync(100), 40);
        var reference = await ApprovedAsync(refund);
        Server.Refunds[0].Status = "on_its_way_to_the_moon";

        Assert.IsType<ProcessorResponse.Unknown>(await QueryAsync(refund, reference));
    }

    [Fact]
    public async Task Another_operation_s_refund_is_not_this_one_s_outcome()
    {
        var capture = await CapturedAsync(100);
        var reference = await ApprovedAsync(Refund(capture, 40));

        Assert.IsType<ProcessorResponse.Unknown>(await QueryAsync(Refund(capture, 40), reference));
    }

    [Fact]
    public async Task Disputes_of_a_payment_are_shared_by_its_captures_in_their_order()
    {
        var authorization = await AuthorizedAsync(100);
        var first = await ApprovedAsync(Capture(authorization, 60));
        var second = await ApprovedAsync(Capture(authorization, 30));
        var dispute = Server.OpenDispute(authorization, Cents(70));

        Assert.Equal([new Dispute(dispute.Id, Shop.Dollars(60), DisputeStatus.Open)], await DisputesAsync(first));
        Assert.Equal([new Dispute(dispute.Id, Shop.Dollars(10), DisputeStatus.Open)], await DisputesAsync(second));
    }

    [Theory]
    [InlineData("needs_response", DisputeStatus.Open)]
    [InlineData("under_review", DisputeStatus.Open)]
    [InlineData("warning_needs_response", DisputeStatus.Open)]
    [InlineData("appeal_under_review", DisputeStatus.Open)]
    [InlineData("warning_closed", DisputeStatus.Won)]
    [InlineData("prevented", DisputeStatus.Won)]
    [InlineData("won", DisputeStatus.Won)]
    [InlineData("lost", DisputeStatus.Lost)]
    public async Task A_dispute_is_open_until_it_is_won_or_lost(string status, DisputeStatus expected)
    {
        var capture = await CapturedAsync(100);
        Server.OpenDispute(capture.Split('/')[0], Cents(100)).Status = status;

        Assert.Equal(expected, Assert.Single(await DisputesAsync(capture)).Status);
    }

    [Fact]
    public async Task A_capture_that_Stripe_does_not_have_has_no_standing()
    {
        var capture = await CapturedAsync(100);

        Assert.Null(await Bench.Processor.InspectCaptureAsync(Demo, $"{capture}0", default));
        Assert.Null(await Bench.Processor.InspectCaptureAsync(Demo, "pi_elsewhere/0123456789abcdef", default));
        Assert.Null(await Bench.Processor.InspectCaptureAsync(Demo, "sbx-0123", default));
    }

    [Fact]
    public async Task Amounts_that_Stripe_does_not_have_are_declined_without_asking_it()
    {
        var authorize = Authorize(1) with { Amount = Shop.Of(1.234m, "KWD") };

        Assert.Equal("amount_not_expressible", (await DeclinedAsync(authorize)).Code);

        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task Every_object_that_is_made_names_its_operation_and_its_organization()
    {
        var authorize = Authorize(100);
        var authorization = await ApprovedAsync(authorize);
        var capture = Capture(authorization, 100);
        var refund = Refund(await ApprovedAsync(capture), 40);
        await ApprovedAsync(refund);

        var payment = Server.Payments[authorization];
        Assert.Equal(authorize.IdempotencyKey, payment.Metadata["idempotency_key"]);
        Assert.Equal("demo", payment.Metadata["organization"]);
        Assert.Contains(
            payment.Metadata.Values, value => value.StartsWith(capture.IdempotencyKey, StringComparison.Ordinal));
        Assert.Equal(refund.IdempotencyKey, Server.Refunds[0].Metadata["idempotency_key"]);
        Assert.All(payment.Metadata.Keys, name => Assert.InRange(name.Length, 1, 40));
    }

    [Theory]
    [InlineData(Fate.TooMany)]
    [InlineData(Fate.Conflict)]
    public async Task A_busy_Stripe_declines_nothing(Fate fate)
    {
        ScriptBoth(fate);

        Assert.IsType<ProcessorResponse.Unknown>(await ExecuteAsync(Authorize(1)));
    }

    private async Task<IEnumerable<Dispute>> DisputesAsync(string capture) =>
        (await Bench.Processor.InspectCaptureAsync(Demo, capture, default))!.Disputes;
}
