using Payments.Handlers.Ports;

namespace Payments.Dialects.Tests.Flow;

/// <summary>Refunds by order number that go back to credit payments too.</summary>
public sealed class SplitTenders : IDisposable
{
    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("""["card","credit_payment"]""", "60.00", "15.00")]
    [InlineData("""["credit_payment","card"]""", "45.00", "30.00")]
    public async Task A_refund_shows_how_much_goes_back_to_each_tender(string tenders, string card, string credit)
    {
        await PaidAsync();
        var asked = await RefundAsync($$""","amount":75,"tenders":{{tenders}}""");
        Assert.Equal(tenders, asked["tenders"].GetRawText());
        Assert.Equal(0, asked["credit_payments"].GetArrayLength());
        await _shop.Service.DrainAsync();

        var refund = await _shop.GetRefund("r-1");
        Assert.Equal(("succeeded", "75.00"), (refund.Of("status"), refund.Number("amount")));
        Assert.Equal(card, refund.Number("captures.0.amount"));
        Assert.Equal(credit, refund.Number("credit_payments.0.amount"));
        Assert.Empty(ClientModels.Problems("refund", refund.Body));

        var trace = await _shop.GetAllocations("r-1");
        Assert.Equal(tenders, trace["tenders"].GetRawText());
        Assert.Equal(("75.00", "0.00"), (trace.Number("refunded"), trace.Number("waiting_for_cards")));
        Assert.Equal(card, trace.Number("allocations.0.amount"));
        Assert.Equal(
            (credit, "30.00", "1"),
            (trace.Number("credit_payments.0.amount"), trace.Number("credit_payments.0.available"),
                trace.Number("credit_payments.0.number")));
        Assert.Equal("2026-03-14T09:26:53.000Z", trace.Of("credit_payments.0.returned_at"));

        var id = refund.Of("credit_payments.0.credit_payment.id");
        var payment = await _shop.GetCredit(id);
        Assert.Equal(($"-{credit}", $"-US${credit}"), (payment.Number("value.amount"), payment.Of("value.label")));
        Assert.Equal((id, "Refund r-1"), (payment.Of("key"), payment.Of("description")));
        Assert.Equal(refund.Of("id"), payment.Of("refund_id"));
        Assert.Empty(ClientModels.Problems("credit_payment", payment.Body));
        var order = await _shop.GetOrder("c-1");
        Assert.Equal(("30.00", credit), (order.Number("credited"), order.Number("refunded_to_credit")));
        Assert.Equal(card, order.Number("refunded"));
    }

    [Fact]
    public async Task Without_tenders_a_refund_says_nothing_of_credit_payments()
    {
        await PaidAsync();
        await RefundAsync(",\"amount\":60");
        await _shop.Service.DrainAsync();

        var (refund, trace) = (await _shop.GetRefund("r-1"), await _shop.GetAllocations("r-1"));
        Assert.DoesNotContain("credit", refund.Text + trace.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("tenders", refund.Text + trace.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("to_credit", (await _shop.GetOrder("c-1")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_amount_all_that_the_tenders_can_take_is_refunded()
    {
        await PaidAsync();
        var all = await RefundAsync(""","tenders":["card","credit_payment"]""");

        Assert.Equal("90.00", all.Number("amount"));
        await _shop.Service.DrainAsync();
        await _shop.Rejected(() => _shop.Refund("""{"order_number":"c-1","tenders":["credit_payment"]}"""));
    }

    [Fact]
    public async Task Tenders_of_cards_alone_are_what_a_refund_goes_back_to_without_them()
    {
        await PaidAsync();
        var first = await RefundAsync(""","amount":60,"tenders":["card"]""");
        var again = await RefundAsync(",\"amount\":60");

        Assert.Equal((201, first.Text), (again.Status, again.Text));
        Assert.DoesNotContain("tenders", first.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"card\"")]
    [InlineData("{}")]
    [InlineData("[\"card\",\"card\"]")]
    [InlineData("[\"credit\"]")]
    [InlineData("[\"Card\"]")]
    [InlineData("[\"card\",\"credit_payment\",\"card\"]")]
    [InlineData("[\"card\",null]")]
    [InlineData("[1]")]
    [InlineData("[[\"card\"]]")]
    public async Task Unknown_repeated_or_no_tenders_are_rejected_by_name(string tenders)
    {
        await PaidAsync();

        var rejected = await _shop.Rejected(() =>
            _shop.Refund($$"""{"order_number":"c-1","amount":1,"tenders":{{tenders}}}"""));

        Assert.Equal("generic_error", rejected.Of("code"));
        Assert.StartsWith("tenders must be a list of card,", rejected.Of("messages.0"), StringComparison.Ordinal);
        Assert.Empty(ClientModels.Problems("refund_error", rejected.Body));
        var preview = await _shop.PreviewRefund($$"""{"order_number":"c-1","amount":1,"tenders":{{tenders}}}""");
        Assert.Equal((422, rejected.Text), (preview.Status, preview.Text));
    }

    [Theory]
    [InlineData("""{"capture_id":"$capture","amount":1,"tenders":["card"]}""")]
    [InlineData("""{"authorization_id":"$authorization","amount":1,"tenders":["card","credit_payment"]}""")]
    [InlineData("""{"order_number":"c-1","capture_id":"$capture","amount":1,"tenders":["credit_payment"]}""")]
    public async Task Tenders_need_an_order_number_and_nothing_else(string form)
    {
        var (authorization, captures) = await PaidAsync();
        var body = form.Replace("$capture", captures[0], StringComparison.Ordinal)
            .Replace("$authorization", authorization, StringComparison.Ordinal);

        var rejected = await _shop.Rejected(() => _shop.Refund(body));

        Assert.Equal(
            "tenders needs an order_number, and neither an authorization_id nor a capture_id.",
            rejected.Of("messages.0"));
    }

    [Fact]
    public async Task More_than_the_tenders_can_take_is_insufficient_funds()
    {
        await PaidAsync();
        var rejected = await _shop.Rejected(() =>
            _shop.Refund("""{"order_number":"c-1","amount":90.01,"tenders":["credit_payment","card"]}"""));
        Assert.Equal("insufficient_funds", rejected.Of("decline_code"));
        Assert.Contains("Only 90.00 USD is available", rejected.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_without_an_authorization_is_told_to_change_its_credit_payment()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        await _shop.PutCredit("gift", Form(30));

        var rejected = await _shop.Rejected(() =>
            _shop.Refund("""{"order_number":"c-1","amount":10,"tenders":["credit_payment"]}"""));

        Assert.Contains("replace or delete its credit payment", rejected.Of("messages.0"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""["card","credit_payment"]""", "60.00", "15.00")]
    [InlineData("""["credit_payment","card"]""", "45.00", "30.00")]
    public async Task A_preview_shows_what_each_tender_would_get(string tenders, string card, string credit)
    {
        await PaidAsync();
        var before = await _shop.Service.StoredAsync();

        var preview = await _shop.PreviewRefund($$"""{"order_number":"c-1","amount":75,"tenders":{{tenders}}}""");

        Assert.Equal((200, "75.00"), (preview.Status, preview.Number("amount")));
        Assert.Equal(card, preview.Number("policies.0.allocations.0.amount"));
        Assert.Equal(credit, preview.Number("policies.0.credit_payments"));
        Assert.Equal(before, await _shop.Service.StoredAsync());
        var without = await _shop.PreviewRefund("""{"order_number":"c-1","amount":60}""");
        Assert.DoesNotContain("credit", without.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_declined_card_leaves_goes_to_credit_payments()
    {
        await PaidAsync();
        await RefundAsync(""","amount":60,"tenders":["card","credit_payment"]""");
        _shop.Service.Processor.Decline<RefundFunds>("008", "Not enough.");
        await _shop.Service.DrainAsync();

        var refund = await _shop.GetRefund("r-1");
        Assert.Equal(("succeeded", "30.00"), (refund.Of("status"), refund.Number("amount")));
        Assert.Equal(0, refund["captures"].GetArrayLength());
        Assert.Equal("30.00", (await _shop.GetAllocations("r-1")).Number("released"));
    }

    [Fact]
    public async Task Credit_payments_that_refunds_return_to_are_neither_removed_nor_made_too_small()
    {
        await PaidAsync();
        await RefundAsync(""","amount":20,"tenders":["credit_payment"]""");
        await _shop.Service.DrainAsync();
        var returned = (await _shop.GetRefund("r-1")).Of("credit_payments.0.credit_payment.id");

        foreach (var reject in new Func<Task<FlowAnswer>>[]
        {
            () => _shop.DeleteCredit("gift"),
            () => _shop.PutCredit("gift", Form(19)),
            () => _shop.DeleteCredit(returned),
            () => _shop.PutCredit(returned, Form(1)),
        })
        {
            var rejected = await _shop.Rejected(reject);
            Assert.Equal(("generic_error", "generic_error"), (rejected.Of("code"), rejected.Of("codes.0")));
            Assert.Empty(ClientModels.Problems("credit_payment_error", rejected.Body));
        }

        Assert.Equal(200, (await _shop.PutCredit("gift", Form(20))).Status);
    }

    private async Task<(string Authorization, string[] Captures)> PaidAsync()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        Assert.Equal(201, (await _shop.PutCredit("gift", Form(30))).Status);
        var authorized = await _shop.Authorize(
            """
            {"discriminator":"merchant_of_record_authorization_form","token":"tok-1","order_number":"c-1"}
            """);
        var captured = await _shop.Capture($$"""{"authorization_id":"{{authorized.Of("id")}}","amount":60}""");
        Assert.Equal(201, captured.Status);
        await _shop.Service.DrainAsync();
        return (authorized.Of("id"), [captured.Of("id")]);
    }

    private async Task<FlowAnswer> RefundAsync(string fields)
    {
        var answer = await _shop.Refund($$"""{"order_number":"c-1","key":"r-1"{{fields}}}""");
        Assert.True(answer.Status == 201, answer.Text);
        return answer;
    }

    private static string Form(int amount) =>
        $$"""{"order_number":"c-1","description":"Gift card","amount":{{amount}},"max":200,"currency":"USD"}""";
}
