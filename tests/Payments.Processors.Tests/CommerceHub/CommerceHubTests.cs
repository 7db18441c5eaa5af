using System.Text.Json.Nodes;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.CommerceHub;
using Payments.ScriptedProcessors;
using Payments.ScriptedProcessors.CommerceHub;
using Payments.Testing;

namespace Payments.Processors.Tests.CommerceHub;

/// <summary>What is special at the gateway; whatever is cut, lost or broken, money moves once.</summary>
public sealed class CommerceHubTests : IAsyncLifetime
{
    private static readonly OrganizationId Demo = OrganizationId.From("demo");
    private static readonly LedgerId Ledger = LedgerId.ForOrder(OrderNumber.From("o-1"));
    private static readonly int[] Minutes = [0, 10];

    private readonly ManualClock _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private HubBench? _bench;

    private HubBench Bench => _bench!;

    private ScriptedCommerceHub Server => Bench.Server;

    public static TheoryData<Fate, int> Troubles =>
    [
        .. from fate in Enum.GetValues<Fate>()
           where fate is not (Fate.Answer or Fate.HangAfter)
           from minutes in Minutes
           select (fate, minutes),
    ];

    public async ValueTask InitializeAsync() =>
        _bench = await HubBench.StartAsync(_time, ScriptedCommerceHub.Secret, Demo);

    public ValueTask DisposeAsync() => Bench.DisposeAsync();

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_refund_in_trouble_is_paid_once(Fate fate, int minutes)
    {
        var refund = Refund(await CapturedAsync(100), 40);
        ScriptAll(fate);

        var first = await ExecuteAsync(refund);
        Assert.False(first is ProcessorResponse.Declined, first.ToString());
        // A client that saw half of an answer does not repeat its request: the other fates are not for what follows.
        Server.Script();
        _time.Advance(TimeSpan.FromMinutes(minutes));
        await ApprovedAsync(refund);
        _time.Advance(TimeSpan.FromDays(1));
        await ApprovedAsync(refund);

        Assert.Equal(40, Server.Refunded("USD"));
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_capture_in_trouble_is_taken_once(Fate fate, int minutes)
    {
        var capture = Capture(await AuthorizedAsync(100), 60);
        ScriptAll(fate);

        var first = await ExecuteAsync(capture);
        Assert.False(first is ProcessorResponse.Declined, first.ToString());
        // A client that saw half of an answer does not repeat its request: the other fates are not for what follows.
        Server.Script();
        _time.Advance(TimeSpan.FromMinutes(minutes));
        await ApprovedAsync(capture);

        Assert.Equal(60, Server.Captured("USD"));
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_is_given_up_and_the_refund_is_paid_once()
    {
        var refund = Refund(await CapturedAsync(100), 40);
        ScriptAll(Fate.HangAfter);

        Assert.IsType<ProcessorResponse.Unknown>(await ExecuteAsync(refund));
        _time.Advance(TimeSpan.FromHours(1));
        await ApprovedAsync(refund);

        Assert.Equal(40, Server.Refunded("USD"));
    }

    [Fact]
    public async Task Repetitions_at_once_have_the_same_request_id_and_a_signature_of_their_own()
    {
        var refund = Refund(await CapturedAsync(100), 40);
        Server.Script(Fate.Unavailable, Fate.CutAfter);

        await ApprovedAsync(refund);

        var sent = Server.Requests.Where(request => request.Path == "/ch/payments/v1/refunds").ToList();
        Assert.Equal(1 + CommerceHubRegistration.MaxRetries, sent.Count);
        Assert.Single(sent.Select(request => request.Header("Client-Request-Id")).Distinct());
        Assert.Equal(40, Server.Refunded("USD"));
    }

    [Fact]
    public async Task A_refund_is_looked_for_only_once_the_gateway_may_have_forgotten_its_id()
    {
        var refund = Refund(await CapturedAsync(100), 1);
        int Inquiries() => Server.Requests.Count(
            request => request.Path.EndsWith("transaction-inquiry", StringComparison.Ordinal));

        await ApprovedAsync(refund);
        _time.Advance(CommerceHubProcessor.KeyRetention - TimeSpan.FromMilliseconds(1));
        await ApprovedAsync(refund);
        Assert.Equal(0, Inquiries());

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await ApprovedAsync(refund);
        Assert.Equal(1, Inquiries());
        Assert.True(CommerceHubProcessor.KeyRetention < ScriptedCommerceHub.Window);
    }

    [Fact]
    public async Task If_the_gateway_does_not_say_what_it_did_nothing_is_sent()
    {
        var refund = Refund(await CapturedAsync(100), 1);
        await using var wrong = await HubBench.StartAsync(_time, "the-wrong-secret", Demo);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.IsType<ProcessorResponse.Unknown>(await wrong.Processor.ExecuteAsync(refund, default));

        Assert.All(
            wrong.Server.Requests,
            request => Assert.EndsWith("transaction-inquiry", request.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_open_credit_is_approved_first_and_its_money_sent_once()
    {
        var credit = new AuthorizeCredit(
            Demo, "cre:1", Shop.Dollars(10), new CreditInstrument.Token("tok", "TRANSARMOR", new CardExpiry(2030, 1)));
        var approved = await ApprovedAsync(credit);
        Assert.Equal(0, Server.Refunded("USD"));
        var settle = new SettleFunds(
            Demo, $"{Id<Credit>.NewShort(Ledger, Guid.CreateVersion7())}/settle", Shop.Dollars(10), approved);
        ScriptAll(Fate.CutAfter);

        Assert.IsType<ProcessorResponse.Unknown>(await ExecuteAsync(settle));
        _time.Advance(TimeSpan.FromHours(1));
        await ApprovedAsync(settle);

        Assert.Equal(10, Server.Refunded("USD"));
    }

    [Fact]
    public async Task A_card_number_is_never_sent_in_clear()
    {
        var credit = new AuthorizeCredit(Demo, "cre:1", Shop.Dollars(10), Shop.Card("4012001928706700"));

        var declined = Assert.IsType<ProcessorResponse.Declined>(await ExecuteAsync(credit));

        Assert.True(declined.Decline.Permanent);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_refund_that_the_gateway_holds_is_pending_until_it_ends()
    {
        var refund = Refund(await CapturedAsync(100, ScriptedCommerceHub.WaitingToken), 40);

        var pending = Assert.IsType<ProcessorResponse.Pending>(await ExecuteAsync(refund));
        Assert.Equal(pending, await QueryAsync(refund, pending.Reference));

        var made = Server.Transactions[^1];
        made.State = "CAPTURED";
        Assert.IsType<ProcessorResponse.Approved>(await QueryAsync(refund, pending.Reference));
        (made.State, made.ResponseCode) = ("DECLINED", "030");
        var declined = Assert.IsType<ProcessorResponse.Declined>(await QueryAsync(refund, pending.Reference));
        Assert.Equal((DeclineReason.AccountClosed, true), (declined.Decline.Reason, declined.Decline.Permanent));
    }

    [Fact]
    public async Task What_was_voided_at_the_gateway_is_declined_and_does_not_stand()
    {
        var capture = Capture(await AuthorizedAsync(100), 60);
        var reference = await ApprovedAsync(capture);
        Server.Transactions[^1].State = "VOIDED";

        Assert.IsType<ProcessorResponse.Declined>(await QueryAsync(capture, reference));
        Assert.True((await Bench.Processor.InspectCaptureAsync(Demo, reference, default))!.Voided);
        Assert.Null(await Bench.Processor.InspectCaptureAsync(Demo, "unknown", default));
    }

    [Theory]
    [InlineData(Fate.TooMany, "429")]
    [InlineData(Fate.Conflict, "409")]
    [InlineData(Fate.FailBefore, "500")]
    [InlineData(Fate.Unavailable, "503")]
    public async Task A_gateway_in_trouble_declines_nothing(Fate fate, string status)
    {
        ScriptAll(fate);

        var unknown = Assert.IsType<ProcessorResponse.Unknown>(await ExecuteAsync(Authorize(1)));

        Assert.Contains(status, unknown.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_and_another_account_s_transactions_decline_nothing()
    {
        await using var wrong = await HubBench.StartAsync(_time, "the-wrong-secret", Demo);
        foreach (var operation in new ProcessorOperation[] { Authorize(1), Capture("x", 1), Refund("x", 1) })
        {
            Assert.IsType<ProcessorResponse.Unknown>(await wrong.Processor.ExecuteAsync(operation, default));
            if (operation is not AuthorizeFunds)
                Assert.IsType<ProcessorResponse.Unknown>(await ExecuteAsync(operation));
        }
    }

    [Fact]
    public async Task An_amount_with_four_decimals_is_not_sent()
    {
        var authorize = Authorize(1) with { Amount = Shop.Of(1.2345m, "CLF") };

        Assert.IsType<ProcessorResponse.Declined>(await ExecuteAsync(authorize));

        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task Each_request_has_the_documented_form()
    {
        await ApprovedAsync(Refund(await CapturedAsync(100), 40));

        var bodies = Server.Requests
            .Where(request => !request.Path.EndsWith("inquiry", StringComparison.Ordinal))
            .Select(request => JsonNode.Parse(request.Body)!)
            .ToList();
        Assert.Equal(["charges", "charges", "refunds"], Server.Requests
            .Where(request => !request.Path.EndsWith("inquiry", StringComparison.Ordinal))
            .Select(request => request.Path.Split('/')[^1]));
        Assert.Equal("PaymentToken", (string?)bodies[0]["source"]!["sourceType"]);
        Assert.Equal([false, true, true], bodies.Select(body => (bool)body["transactionDetails"]!["captureFlag"]!));
        Assert.All(bodies, body => Assert.Equal("200000000001", (string?)body["merchantDetails"]!["merchantId"]));
        Assert.Equal(40.00m, (decimal)bodies[2]["amount"]!["total"]!);
        Assert.Equal(
            Server.Transactions[1].Id,
            (string?)bodies[2]["referenceTransactionDetails"]!["referenceTransactionId"]);
    }

    [Fact]
    public void A_signature_is_that_of_the_published_test_vector()
    {
        const string Body =
            """{"amount":{"total":18.25,"currency":"USD"},"source":{"sourceType":"PaymentToken","tokenData":"9000111122223333","tokenSource":"TRANSARMOR"},"merchantDetails":{"merchantId":"200000000001","terminalId":"30000001"}}""";
        const string Signed = "demo-key-01" + "6b0f6a52-9c1e-4b53-8a77-1f2f0f5b7c10" + "1709626150123";

        Assert.Equal(
            "ReJ99KPUsmriIO0snN3kaxhPciHMPBDIXJl57WiOM7Y=",
            RequestSigning.Sign("demo-secret-01", Signed, System.Text.Encoding.UTF8.GetBytes(Body)));
    }

    [Fact]
    public async Task Neither_secrets_nor_tokens_nor_signatures_get_into_logs()
    {
        await ExecuteAsync(Authorize(1, ScriptedCommerceHub.DeclinedToken));
        var refund = Refund(await CapturedAsync(10), 1);
        foreach (var fate in new[] { Fate.CutAfter, Fate.TooMany, Fate.FailAfter })
        {
            ScriptAll(fate);
            await ExecuteAsync(refund);
        }

        Assert.NotEmpty(Bench.Log);
        foreach (var secret in new[]
        {
            ScriptedCommerceHub.Secret, ScriptedCommerceHub.GoodToken, ScriptedCommerceHub.DeclinedToken,
            Server.Requests[0].Header("Authorization"),
        })
            Assert.DoesNotContain(secret, Bench.Log, StringComparison.Ordinal);
    }

    private string NewKey<T>() where T : IIdentified =>
        Id<T>.New(Ledger, Guid.CreateVersion7(_time.GetUtcNow())).ToString();

    private AuthorizeFunds Authorize(decimal amount, string token = ScriptedCommerceHub.GoodToken) =>
        new(Demo, NewKey<Authorization>(), Shop.Dollars(amount), token);

    private CaptureFunds Capture(string authorization, decimal amount) =>
        new(Demo, NewKey<Capture>(), Shop.Dollars(amount), authorization);

    private RefundFunds Refund(string capture, decimal amount) =>
        new(Demo, $"{NewKey<Refund>()}/1", Shop.Dollars(amount), capture);

    private Task<ProcessorResponse> ExecuteAsync(ProcessorOperation operation) =>
        Bench.Processor.ExecuteAsync(operation, default);

    private Task<ProcessorResponse> QueryAsync(ProcessorOperation operation, string reference) =>
        Bench.Processor.QueryAsync(operation, reference, default);

    private async Task<string> ApprovedAsync(ProcessorOperation operation) =>
        Assert.IsType<ProcessorResponse.Approved>(await ExecuteAsync(operation)).Reference;

    private async Task<string> AuthorizedAsync(decimal amount, string token = ScriptedCommerceHub.GoodToken) =>
        await ApprovedAsync(Authorize(amount, token));

    private async Task<string> CapturedAsync(decimal amount, string token = ScriptedCommerceHub.GoodToken) =>
        await ApprovedAsync(Capture(await AuthorizedAsync(amount, token), amount));

    /// <summary>The next request that moves money, and its repetitions by the client, have this fate.</summary>
    private void ScriptAll(Fate fate) => Server.Script(Enumerable.Repeat(
        fate, fate == Fate.Conflict ? 1 : 1 + CommerceHubRegistration.MaxRetries));
}
