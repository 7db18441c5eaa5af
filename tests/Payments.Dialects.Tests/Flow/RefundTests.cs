using Payments.Handlers.Ports;
using Payments.Ledger.Balances;

namespace Payments.Dialects.Tests.Flow;

public sealed class RefundTests : IDisposable
{
    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_refund_of_an_order_is_pending_then_succeeds_over_several_captures()
    {
        await _shop.PaidOrder("c-1001", "60", "40");

        var asked = await _shop.Refund("""{"order_number":"c-1001","key":"r-1","amount":75,"currency":"USD"}""");
        Assert.Equal(201, asked.Status);
        Assert.Equal("pending", asked.Of("status"));
        Assert.Equal("75.00", asked.Number("amount"));
        Assert.Equal(0, asked["captures"].GetArrayLength());
        Assert.Equal("c-1001", asked.Of("authorization.order.number"));

        await _shop.Service.DrainAsync();
        var settled = await _shop.GetRefund("r-1");
        Assert.Equal(200, settled.Status);
        Assert.Equal("succeeded", settled.Of("status"));
        Assert.Equal("75.00", settled.Number("requested.amount"));
        Assert.Equal("60.00", settled.Number("captures.0.amount"));
        Assert.Equal("60.00", settled.Number("captures.0.capture.amount"));
        Assert.Equal("15.00", settled.Number("captures.1.amount"));
        Assert.Equal(settled.Text, (await _shop.GetRefund(settled.Of("id"))).Text);
    }

    [Fact]
    public async Task A_refund_of_a_capture_uses_no_other_capture()
    {
        var (_, captures) = await _shop.PaidOrder("c-1", "30", "30", "40");

        var asked = await _shop.Refund($$"""{"capture_id":"{{captures[1]}}","amount":"12.5"}""");
        await _shop.Service.DrainAsync();

        var settled = await _shop.GetRefund(asked.Of("id"));
        Assert.Equal(captures[1], settled.Of("captures.0.capture.id"));
        Assert.Equal("12.50", settled.Number("captures.0.amount"));
        Assert.Equal(1, settled["captures"].GetArrayLength());
    }

    [Fact]
    public async Task Without_an_amount_the_rest_of_the_authorization_is_refunded()
    {
        var (authorization, _) = await _shop.PaidOrder("c-1", "30", "30");
        await _shop.Refund("""{"order_number":"c-1","amount":12.34,"currency":"usd"}""");
        await _shop.Service.DrainAsync();

        var asked = await _shop.Refund($$"""{"authorization_id":"{{authorization}}","currency":null}""");

        Assert.Equal("47.66", asked.Number("amount"));
    }

    [Theory]
    [InlineData("amount")]
    [InlineData("amount_up_to")]
    public async Task A_null_amount_is_rejected_and_does_not_refund_the_rest(string field)
    {
        await _shop.PaidOrder("c-1", "60");
        await _shop.Service.DrainAsync();

        var rejected = await _shop.Rejected(() => _shop.Refund($$"""{"order_number":"c-1","{{field}}":null}"""));

        Assert.Contains($"{field} can't be null", rejected.Of("messages.0"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("100.01", "60.00")]
    [InlineData("60.01", "60.00")]
    [InlineData("60", "60.00")]
    [InlineData("59.99", "59.99")]
    public async Task Up_to_an_amount_refunds_what_is_left_if_that_is_less(string asked, string refunded)
    {
        await _shop.PaidOrder("c-1", "60");

        var pending = await _shop.Refund($$"""{"order_number":"c-1","key":"r-1","amount_up_to":{{asked}}}""");
        Assert.Equal((201, "pending", refunded), (pending.Status, pending.Of("status"), pending.Number("amount")));
        await _shop.Service.DrainAsync();

        var settled = await _shop.GetRefund("r-1");
        Assert.Equal(("succeeded", refunded), (settled.Of("status"), settled.Number("amount")));
        Assert.Equal(decimal.Parse(asked), decimal.Parse(settled.Number("requested.amount")));
        Assert.Equal(refunded, (await _shop.GetSummary("c-1")).Number("refunded"));
    }

    [Fact]
    public async Task Up_to_an_amount_is_rejected_if_nothing_is_left_with_an_amount_and_under_another_requests_key()
    {
        await _shop.PaidOrder("c-1", "60");
        await _shop.Refund("""{"order_number":"c-1","key":"r-1","amount_up_to":70}""");
        await _shop.Service.DrainAsync();

        var nothing = await _shop.Rejected(() => _shop.Refund("""{"order_number":"c-1","amount_up_to":1}"""));
        Assert.Equal("insufficient_funds", nothing.Of("decline_code"));
        await _shop.Rejected(() => _shop.Refund("""{"order_number":"c-1","amount_up_to":1,"amount":1}"""));
        await _shop.Rejected(() => _shop.Refund("""{"order_number":"c-1","key":"r-1","amount":70}"""));
    }

    [Fact]
    public async Task Canceling_a_refund_up_to_an_amount_releases_its_reservation()
    {
        await _shop.PaidOrder("c-1", "60");
        await _shop.Refund("""{"order_number":"c-1","key":"r-1","amount_up_to":70}""");

        Assert.Equal(204, (await _shop.DeleteRefund("r-1")).Status);
        Assert.Equal("60.00", (await _shop.GetSummary("c-1")).Number("amounts.balance"));
    }

    [Fact]
    public async Task The_same_key_returns_the_same_refund_and_refunds_once()
    {
        await _shop.PaidOrder("c-1", "60");
        const string Body = """{"order_number":"c-1","key":"r-1","amount":20}""";

        var first = await _shop.Refund(Body);
        await _shop.Service.DrainAsync();
        var second = await _shop.Refund("""{ "amount": 20.0, "key": "r-1", "order_number": "c-1" }""");
        await _shop.Service.DrainAsync();

        Assert.Equal(201, second.Status);
        Assert.Equal(first.Of("id"), second.Of("id"));
        Assert.Equal("20.00", (await _shop.GetSummary("c-1")).Number("refunded"));
        Assert.Single(_shop.Service.Processor.Operations.OfType<RefundFunds>());
    }

    [Fact]
    public async Task A_key_of_another_refund_is_a_client_error_that_names_it()
    {
        await _shop.PaidOrder("c-1", "60");
        await _shop.Refund("""{"order_number":"c-1","key":"r-1","amount":20}""");
        await _shop.Service.DrainAsync();

        var rejected = await _shop.Rejected(() => _shop.Refund("""{"order_number":"c-1","key":"r-1","amount":21}"""));

        Assert.Equal("client_error", rejected.Of("code"));
        Assert.Equal("unknown", rejected.Of("decline_code"));
        Assert.Contains("r-1", rejected.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_is_left_after_pending_refunds_is_rejected_as_insufficient_funds()
    {
        await _shop.PaidOrder("c-1", "60", "40");
        await _shop.Refund("""{"order_number":"c-1","amount":99.99}""");
        _shop.Service.Queue.TakeAll();

        var rejected = await _shop.Rejected(() => _shop.Refund("""{"order_number":"c-1","amount":0.02}"""));

        Assert.Equal("generic_error", rejected.Of("code"));
        Assert.Equal("insufficient_funds", rejected.Of("decline_code"));
    }

    [Fact]
    public async Task Captures_too_old_are_rejected_as_expired()
    {
        await _shop.PaidOrder("c-1", "60");
        _shop.Service.Queue.TakeAll();
        _shop.Service.Time.Advance(CaptureBalance.RefundWindow);

        var rejected = await _shop.Rejected(() => _shop.Refund("""{"order_number":"c-1","amount":1}"""));

        Assert.Equal("expired", rejected.Of("decline_code"));
        Assert.Equal("0.00", (await _shop.GetSummary("c-1")).Number("amounts.balance"));
    }

    [Fact]
    public async Task A_refund_declined_by_every_capture_fails()
    {
        await _shop.PaidOrder("c-1", "60");
        _shop.Service.Processor.Decline<RefundFunds>("008", "No.");

        var asked = await _shop.Refund("""{"order_number":"c-1","key":"r-1"}""");
        await _shop.Service.DrainAsync();

        Assert.Equal(201, asked.Status);
        var settled = await _shop.GetRefund("r-1");
        Assert.Equal("failed", settled.Of("status"));
        Assert.Equal(("insufficient_funds", "No."), (settled.Of("error.decline_code"), settled.Of("error.messages.0")));
        Assert.Equal(0, settled["captures"].GetArrayLength());
        Assert.Equal("60.00", (await _shop.GetSummary("c-1")).Number("amounts.balance"));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("[]", "object")]
    [InlineData("{", "not valid JSON")]
    [InlineData("""{"order_number":"c-1","order_number":"c-1"}""", "order_number")]
    [InlineData("""{"amount":1}""", "authorization_id")]
    [InlineData("""{"order_number":1}""", "order_number must be a string")]
    [InlineData("""{"order_number":""}""", "order_number must not be empty")]
    [InlineData("""{"order_number":"c-1","amount":true}""", "amount must be a number")]
    [InlineData("""{"order_number":"c-1","amount":"ten"}""", "amount must be a number")]
    [InlineData("""{"order_number":"c-1","amount":12.345}""", "amount must have at most 2 decimals")]
    [InlineData("""{"order_number":"c-1","amount":1e300}""", "amount")]
    [InlineData("""{"order_number":"c-1","amount":1e17}""", "amount")]
    [InlineData("""{"order_number":"c-1","amount":0}""", "greater than zero")]
    [InlineData("""{"order_number":"c-1","amount":"0.0"}""", "greater than zero")]
    [InlineData("""{"order_number":"c-1","amount":-1}""", "greater than zero")]
    [InlineData("""{"order_number":"c-1","currency":"XYZ"}""", "currency")]
    [InlineData("""{"order_number":"c-1","currency":"EUR","amount":1}""", "USD")]
    [InlineData("""{"order_number":"nope","amount":1}""", "no order nope")]
    [InlineData("""{"order_number":"nope"}""", "no order nope")]
    [InlineData("""{"capture_id":"nope","amount":1}""", "no capture nope")]
    [InlineData("""{"authorization_id":"nope"}""", "no authorization nope")]
    [InlineData("""{"order_number":"c-1","key":"a\u0000b"}""", "key must not have control characters")]
    [InlineData("""{"order_number":"c-1","key":"\ud800"}""", "surrogate")]
    [InlineData("""{"order_number":"c-1","attributes":{"a":1}}""", "attributes")]
    [InlineData("""{"order_number":"c-1","attributes":[]}""", "attributes")]
    public async Task An_invalid_form_is_rejected_with_a_message_that_names_the_error(string body, string message)
    {
        await _shop.PaidOrder("c-1", "60");
        _shop.Service.Queue.TakeAll();

        var rejected = await _shop.Rejected(() => _shop.Refund(body));

        Assert.Equal("generic_error", rejected.Of("code"));
        Assert.Contains(message, rejected.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Selections_that_do_not_belong_together_are_rejected()
    {
        var (_, captures) = await _shop.PaidOrder("c-1", "60");
        var (authorization, _) = await _shop.PaidOrder("c-2", "60");
        _shop.Service.Queue.TakeAll();

        var rejected = await _shop.Rejected(() => _shop.Refund(
            $$"""{"capture_id":"{{captures[0]}}","authorization_id":"{{authorization}}"}"""));

        Assert.Equal("unknown", rejected.Of("decline_code"));
    }

    [Fact]
    public async Task The_summary_shows_what_is_refundable()
    {
        await _shop.PaidOrder("c-1", "60", "30");
        await _shop.Refund("""{"order_number":"c-1","amount":50}""");
        await _shop.Service.DrainAsync();
        await _shop.Refund("""{"order_number":"c-1","amount":10}""");

        var summary = await _shop.GetSummary("c-1");

        Assert.Equal("c-1", summary.Of("order_number"));
        Assert.Equal("90.00", summary.Number("captured"));
        Assert.Equal("50.00", summary.Number("refunded"));
        Assert.Equal("30.00", summary.Number("amounts.balance"));
        Assert.Equal("22.50", summary.Number("amounts.balance_excluding_shipping"));
        Assert.Equal("7.50", summary.Number("amounts.shipping"));
    }

    [Fact]
    public async Task The_return_and_the_attributes_are_stored()
    {
        await _shop.PaidOrder("c-1", "60");

        var asked = await _shop.Refund("""{"order_number":"c-1","rma_key":"rma-1","attributes":{"why":"too small"}}""");

        Assert.Equal("rma-1", asked.Of("attributes.rma_key"));
        Assert.Equal("too small", asked.Of("attributes.why"));
    }

    [Fact]
    public async Task An_unknown_refund_is_not_found()
    {
        Assert.Equal(404, (await _shop.GetRefund("nope")).Status);
        Assert.Equal(404, (await _shop.GetRefund("")).Status);
        Assert.Equal(404, (await _shop.GetSummary("nope")).Status);
        Assert.Equal(404, (await _shop.GetSummary(new string('x', 101))).Status);
    }
}
