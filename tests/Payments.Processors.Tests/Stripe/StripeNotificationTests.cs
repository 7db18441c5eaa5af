using System.Text;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.ScriptedProcessors.Stripe;

namespace Payments.Processors.Tests.Stripe;

public sealed class StripeNotificationTests : StripeTest
{
    [Theory]
    [InlineData("refund.created")]
    [InlineData("refund.updated")]
    [InlineData("refund.failed")]
    [InlineData("charge.refund.updated")]
    public async Task News_of_a_refund_is_about_the_refund_in_its_metadata(string type)
    {
        var id = NewId<Refund>();
        var capture = await CapturedAsync(100);
        await ApprovedAsync(new RefundFunds(Demo, $"{id}/2", Shop.Dollars(40), capture));

        var news = await ReadAsync(Server.CreateEvent(type, Server.Refunds[0]));

        Assert.Equal(new ProcessorNotification.About(Ledger, RecordKey.For(id)) { Part = 2 }, news);
    }

    [Fact]
    public async Task News_that_comes_twice_or_before_the_answer_is_about_the_same_record()
    {
        var id = NewId<Refund>();
        var refund = new RefundFunds(Demo, $"{id}/1", Shop.Dollars(40), await CapturedAsync(100));
        ScriptBoth(ScriptedProcessors.Fate.CutAfter);
        Assert.IsType<ProcessorResponse.Unknown>(await ExecuteAsync(refund));
        var sent = Server.CreateEvent("refund.updated", Server.Refunds[0]);

        var about = new ProcessorNotification.About(Ledger, RecordKey.For(id)) { Part = 1 };
        Assert.Equal(about, await ReadAsync(sent));
        Assert.Equal(about, await ReadAsync(sent));
    }

    [Theory]
    [InlineData("charge.dispute.created")]
    [InlineData("charge.dispute.updated")]
    [InlineData("charge.dispute.closed")]
    [InlineData("charge.dispute.funds_withdrawn")]
    public async Task News_of_a_dispute_is_about_the_payment_s_capture_or_its_ledger_if_it_has_several(string type)
    {
        var id = NewId<Capture>();
        var authorization = await AuthorizedAsync(100);
        await ApprovedAsync(new CaptureFunds(Demo, id.ToString(), Shop.Dollars(60), authorization));
        var sent = Server.CreateEvent(type, Server.OpenDispute(authorization, Cents(60)));

        Assert.Equal(new ProcessorNotification.About(Ledger, RecordKey.For(id)), await ReadAsync(sent));

        await ApprovedAsync(Capture(authorization, 40));
        Assert.Equal(new ProcessorNotification.About(Ledger, null), await ReadAsync(sent));
    }

    [Theory]
    [InlineData("payment_intent.canceled")]
    [InlineData("charge.expired")]
    public async Task News_of_a_payment_without_captures_is_about_its_authorization(string type)
    {
        var id = NewId<Authorization>();
        var payment = await ApprovedAsync(
            new AuthorizeFunds(Demo, id.ToString(), Shop.Dollars(100), StripeCards.Good));

        var news = await ReadAsync(Server.CreateEvent(type, Server.Payments[payment]));

        Assert.Equal(new ProcessorNotification.About(Ledger, RecordKey.For(id)), news);
    }

    [Fact]
    public async Task News_of_an_authorization_under_a_caller_s_own_key_is_about_its_ledger()
    {
        var payment = await ApprovedAsync(
            new AuthorizeFunds(Demo, "aut:a-fingerprint", Shop.Dollars(100), StripeCards.Good)
            {
                Record = Ledger.ToString(),
            });

        Assert.Equal(
            new ProcessorNotification.About(Ledger, null),
            await ReadAsync(Server.CreateEvent("payment_intent.canceled", Server.Payments[payment])));
    }

    [Fact]
    public async Task A_charge_s_capture_is_news_of_that_capture()
    {
        var id = NewId<Capture>();
        var authorization = await AuthorizedAsync(100);
        await ApprovedAsync(new CaptureFunds(Demo, id.ToString(), Shop.Dollars(100), authorization));

        Assert.Equal(
            new ProcessorNotification.About(Ledger, RecordKey.For(id)),
            await ReadAsync(Server.CreateEvent("charge.captured", Server.Payments[authorization])));
    }

    [Fact]
    public async Task Events_of_other_things_and_of_other_organizations_on_the_account_are_ignored()
    {
        await ApprovedAsync(Refund(await CapturedAsync(100), 40));
        var refund = Server.Refunds[0];
        ((Dictionary<string, string>)refund.Metadata)["organization"] = "other";

        Assert.IsType<ProcessorNotification.Ignored>(await ReadAsync(Server.CreateEvent("refund.updated", refund)));
        ((Dictionary<string, string>)refund.Metadata).Clear();
        Assert.IsType<ProcessorNotification.Ignored>(await ReadAsync(Server.CreateEvent("refund.updated", refund)));
        var customer = new { id = "cus_1", @object = "customer" };
        Assert.IsType<ProcessorNotification.Ignored>(
            await ReadAsync(Server.CreateEvent("customer.created", customer)));
    }

    [Theory]
    [InlineData(ScriptedStripe.WebhookSecret)]
    [InlineData(StripeBench.NewWebhookSecret)]
    public async Task Two_secrets_are_valid_while_one_replaces_the_other(string secret)
    {
        var news = await ReadAsync(Server.CreateEvent("customer.created", new { @object = "customer" }, secret));

        Assert.IsType<ProcessorNotification.Ignored>(news);
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public async Task An_old_signature_and_one_of_the_future_are_rejected(int seconds)
    {
        var sent = Server.CreateEvent("customer.created", new { @object = "customer" });
        Time.AdjustTime(Time.GetUtcNow().AddSeconds(seconds));

        Assert.IsType<ProcessorNotification.Rejected>(await ReadAsync(sent));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("v1=00")]
    [InlineData("t=,v1=")]
    [InlineData("t=99999999999999999999,v1=00")]
    [InlineData("nonsense")]
    public async Task What_has_no_valid_signature_is_rejected(string? signature)
    {
        var (body, _) = Server.CreateEvent("customer.created", new { @object = "customer" });

        var rejected = Assert.IsType<ProcessorNotification.Rejected>(await ReadAsync((body, signature)));

        Assert.DoesNotContain("whsec", rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_body_another_secret_and_an_organization_without_an_account_are_rejected()
    {
        var (body, signature) = Server.CreateEvent("customer.created", new { @object = "customer" });

        Assert.IsType<ProcessorNotification.Rejected>(await ReadAsync((body + " ", signature)));
        Assert.IsType<ProcessorNotification.Rejected>(
            await ReadAsync(Server.CreateEvent("customer.created", new { }, "whsec_of_a_stranger")));
        Assert.IsType<ProcessorNotification.Rejected>(
            await ReadAsync((body, signature), OrganizationId.From("nobody")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"object\":\"event\",\"data\":{}}")]
    [InlineData("{\"object\":\"event\",\"data\":{\"object\":7}}")]
    [InlineData("{broken")]
    public async Task A_signed_body_that_is_no_event_changes_nothing(string body)
    {
        var at = Time.GetUtcNow().ToUnixTimeSeconds();
        var signed = System.Security.Cryptography.HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(ScriptedStripe.WebhookSecret), Encoding.UTF8.GetBytes($"{at}.{body}"));

        var news = await ReadAsync((body, $"t={at},v1={Convert.ToHexStringLower(signed)}"));

        Assert.IsNotType<ProcessorNotification.About>(news);
    }

    private Task<ProcessorNotification> ReadAsync(
        (string Body, string? Signature) sent, OrganizationId? organization = null) =>
        Bench.Notifications.ReadAsync(
            organization ?? Demo,
            name => name == "Stripe-Signature" ? sent.Signature : null,
            Encoding.UTF8.GetBytes(sent.Body),
            default);
}
