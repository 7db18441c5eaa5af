using Payments.Handlers.Ports;

namespace Payments.Dialects.Tests.Flow;

public sealed class AuthorizationAndCaptureTests : IDisposable
{
    private const string Direct =
        """
        {"discriminator":"direct_authorization_form","token":"tok-1","amount":12.340,"currency":"CHF","key":"a-1",
         "cvv":"123","customer":{"name":{"first":"Ada","last":"Lovelace"},"email":"ada@example.com"},
         "attributes":{"till":"3"},"ip":"10.0.0.1"}
        """;

    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_direct_authorization_has_no_order_and_is_found_by_key_and_id()
    {
        var authorized = await _shop.Authorize(Direct);

        Assert.Equal(201, authorized.Status);
        Assert.Equal("card_authorization", authorized.Of("discriminator"));
        Assert.Equal("organization", authorized.Of("merchant_of_record"));
        Assert.Equal("tok-1", authorized.Of("card.token"));
        Assert.Equal("12.34", authorized.Number("amount"));
        Assert.Equal("Lovelace", authorized.Of("customer.name.last"));
        Assert.Equal("authorized", authorized.Of("result.status"));
        Assert.Equal("2026-03-21T09:26:53.000Z", authorized.Of("expires_at"));
        Assert.False(authorized.Body.TryGetProperty("order", out _));
        Assert.DoesNotContain("123", authorized.Text.Replace(authorized.Of("id"), "", StringComparison.Ordinal)
            .Replace(authorized.Of("card.id"), "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(authorized.Text, (await _shop.GetAuthorization("a-1")).Text);
        Assert.Equal(authorized.Text, (await _shop.GetAuthorization(authorized.Of("id"))).Text);
        Assert.Equal(authorized.Text, (await _shop.Authorize(Direct)).Text);
    }

    [Fact]
    public async Task An_authorization_of_an_order_defaults_to_its_balance_and_lowers_it()
    {
        await _shop.PutOrder("c-1", """{"currency":"JPY","total":5000}""");

        var authorized = await _shop.Authorize(
            """{"discriminator":"merchant_of_record_authorization_form","token":"tok-1","order_number":"c-1"}""");

        Assert.Equal("5000", authorized.Number("amount"));
        Assert.Equal("flow", authorized.Of("merchant_of_record"));
        Assert.Equal("flow_order", authorized.Of("order.discriminator"));
        Assert.Equal("0", (await _shop.GetOrder("c-1")).Number("balance"));
    }

    [Fact]
    public async Task An_expired_authorization_is_shown_as_expired()
    {
        await _shop.Authorize(Direct);
        _shop.Service.Time.Advance(TimeSpan.FromDays(7));

        var expired = await _shop.GetAuthorization("a-1");
        var rejected = await _shop.Rejected(() => _shop.Capture("""{"authorization_id":"a-1"}"""));

        Assert.Equal("expired", expired.Of("result.status"));
        Assert.Equal("expired", rejected.Of("decline_code"));
    }

    [Theory]
    [InlineData("cvv", "cvv")]
    [InlineData("fraud", "fraud")]
    [InlineData("032", "expired")]
    [InlineData("insufficient_funds", "unknown")]
    [InlineData("051", "unknown")]
    public async Task A_decline_has_the_code_that_Flow_clients_know(string declined, string code)
    {
        _shop.Service.Processor.Decline<AuthorizeFunds>(declined, "Declined by the bank.");

        var rejected = await _shop.Rejected(() => _shop.Authorize(Direct));

        Assert.Equal(code, rejected.Of("code"));
        Assert.Contains("Declined by the bank.", rejected.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("copy", "'token':'t'", "not_supported", "discriminator")]
    [InlineData("direct", "'amount':1,'currency':'USD'", "invalid_token", "token is required")]
    [InlineData("direct", "'token':'t','currency':'USD'", "unknown", "amount is required")]
    [InlineData("direct", "'token':'t','amount':1", "unknown", "currency is required")]
    [InlineData("direct", "'token':'t','amount':0,'currency':'USD'", "unknown", "zero")]
    [InlineData("direct", "'token':'t','amount':1,'currency':'USD','cvv':'12a'", "cvv", "cvv")]
    [InlineData(
        "direct", "'token':'t','amount':1,'currency':'USD','customer':{'name':{'first':7}}",
        "unknown", "customer.name.first")]
    [InlineData("merchant_of_record", "'token':'t'", "unknown", "order_number is required")]
    [InlineData("merchant_of_record", "'token':'t','order_number':'x'", "unknown", "no order x")]
    [InlineData("merchant_of_record", "'token':'t','order_number':'x','amount':1", "unknown", "no order x")]
    public async Task An_invalid_authorization_form_is_rejected(string kind, string fields, string code, string message)
    {
        var rejected = await _shop.Rejected(() => _shop.Authorize(
            $$"""{"discriminator":"{{kind}}_authorization_form",{{fields.Replace('\'', '"')}}}"""));

        Assert.Equal(code, rejected.Of("code"));
        Assert.Contains(message, rejected.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json", "JSON")]
    [InlineData("""{"token":"t","amount":1,"currency":"USD"}""", "discriminator is required")]
    public async Task A_form_without_a_discriminator_is_rejected(string body, string message)
    {
        var rejected = await _shop.Rejected(() => _shop.Authorize(body));

        Assert.Equal("unknown", rejected.Of("code"));
        Assert.Contains(message, rejected.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_number_in_place_of_a_token_is_rejected_and_not_repeated()
    {
        var rejected = await _shop.Rejected(() => _shop.Authorize(
            Direct.Replace("tok-1", "4111 1111 1111 1111", StringComparison.Ordinal)));

        Assert.Equal("invalid_token", rejected.Of("code"));
        Assert.DoesNotContain("1111", rejected.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_another_authorization_is_a_duplicate()
    {
        await _shop.Authorize(Direct);

        var other = Direct.Replace("12.340", "12.35", StringComparison.Ordinal);
        var rejected = await _shop.Rejected(() => _shop.Authorize(other));

        Assert.Equal("duplicate", rejected.Of("code"));
    }

    [Fact]
    public async Task A_capture_is_found_by_key_and_id_and_replayed_with_its_key()
    {
        await _shop.Authorize(Direct);
        const string Body = """{"authorization_id":"a-1","key":"k-1","amount":10,"attributes":{"parcel":"1"}}""";

        var captured = await _shop.Capture(Body);

        Assert.Equal(201, captured.Status);
        Assert.Equal("succeeded", captured.Of("status"));
        Assert.Equal("10.00", captured.Number("amount"));
        Assert.Equal("a-1", captured.Of("authorization.key"));
        Assert.Equal("1", captured.Of("attributes.parcel"));
        Assert.Equal(captured.Text, (await _shop.Capture(Body)).Text);
        Assert.Equal(captured.Text, (await _shop.GetCapture("k-1")).Text);
        Assert.Equal(captured.Text, (await _shop.GetCapture(captured.Of("id"))).Text);
        Assert.Equal("2.34", (await _shop.Capture("""{"authorization_id":"a-1"}""")).Number("amount"));
    }

    [Fact]
    public async Task A_capture_of_unknown_outcome_is_pending_and_confirmed_later()
    {
        await _shop.Authorize(Direct);
        _shop.Service.Processor.Script = _ => new ProcessorResponse.Unknown("timeout");
        var captured = await _shop.Capture("""{"authorization_id":"a-1","key":"k-1"}""");
        _shop.Service.Processor.Script = _ => null;

        await _shop.Service.DrainAsync();

        Assert.Equal("pending", captured.Of("status"));
        Assert.Equal("succeeded", (await _shop.GetCapture("k-1")).Of("status"));
    }

    [Fact]
    public async Task A_declined_capture_is_rejected_with_its_decline_code_and_stays_failed()
    {
        await _shop.Authorize(Direct);
        _shop.Service.Processor.Decline<CaptureFunds>("008", "Insufficient funds");

        var rejected = await _shop.Capture("""{"authorization_id":"a-1","key":"k-1"}""");
        var again = await _shop.Capture("""{"authorization_id":"a-1","key":"k-1"}""");

        Assert.Equal(422, rejected.Status);
        Assert.Equal("insufficient_funds", rejected.Of("decline_code"));
        Assert.Equal(rejected.Text, again.Text);
        var failed = await _shop.GetCapture("k-1");
        Assert.Equal("failed", failed.Of("status"));
        Assert.Equal(rejected.Of("decline_code"), failed.Of("error.decline_code"));
    }

    [Theory]
    [InlineData("""{"amount":1}""", "unknown", "authorization_id is required")]
    [InlineData("""{"authorization_id":"nope","amount":1}""", "unknown", "no authorization nope")]
    [InlineData("""{"authorization_id":"nope"}""", "unknown", "no authorization nope")]
    [InlineData("""{"authorization_id":"a-1","amount":12.35}""", "insufficient_funds", "12.34 CHF")]
    [InlineData("""{"authorization_id":"a-1","amount":1,"currency":"EUR"}""", "unknown", "CHF")]
    [InlineData("""{"authorization_id":"a-1","amount":-1}""", "unknown", "greater than zero")]
    public async Task An_invalid_capture_form_is_rejected(string body, string code, string message)
    {
        await _shop.Authorize(Direct);

        var rejected = await _shop.Rejected(() => _shop.Capture(body));

        Assert.Equal("generic_error", rejected.Of("code"));
        Assert.Equal(code, rejected.Of("decline_code"));
        Assert.Contains(message, rejected.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_another_capture_is_a_client_error()
    {
        await _shop.Authorize(Direct);
        await _shop.Capture("""{"authorization_id":"a-1","key":"k-1","amount":1}""");
        _shop.Service.Queue.TakeAll();

        var rejected = await _shop.Rejected(() => _shop.Capture("""{"authorization_id":"a-1","key":"k-1","amount":2}"""));

        Assert.Equal("client_error", rejected.Of("code"));
    }

    [Fact]
    public async Task Unknown_authorizations_and_captures_are_not_found()
    {
        Assert.Equal(404, (await _shop.GetAuthorization("nope")).Status);
        Assert.Equal(404, (await _shop.GetCapture("nope")).Status);
    }
}
