using System.Text.Json;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Authorizations;
using Payments.Dialects.Flow.Captures;
using Payments.Dialects.Flow.Refunds;
using Payments.Dialects.OrderCloud.Payments;
using Payments.Dialects.Wire;
using Payments.Handlers.Ports;

namespace Payments.Dialects.Tests.Across;

/// <summary>
/// What an OrderCloud storefront records was executed by its own processor: ours has none of that money.
/// </summary>
public sealed class RecordedOnly : IDisposable
{
    private readonly Shop _shop = new();

    [Fact]
    public async Task A_refund_of_a_recorded_capture_succeeds_and_says_that_the_shop_must_execute_it()
    {
        await RecordedAsync(100, "CreditCardCapture", 100);

        await RefundAsync("""{"order_number":"o-1","amount":60,"key":"r-1"}""");

        Assert.Empty(_shop.Service.Processor.Operations);
        var refund = await GetAsync((refunds, call) => refunds.GetAsync(call, "r-1", default));
        Assert.Equal("succeeded", refund.GetProperty("status").GetString());
        Assert.Equal(60, refund.GetProperty("amount").GetDecimal());
        var trace = await GetAsync((refunds, call) => refunds.GetAllocationsAsync(call, "r-1", default));
        var part = Assert.Single(trace.GetProperty("allocations").EnumerateArray());
        Assert.Equal(
            ("succeeded", "most_left"),
            (part.GetProperty("status").GetString(), part.GetProperty("reason").GetString()));
        var processor = part.GetProperty("processor");
        Assert.Equal("recorded", processor.GetProperty("answer").GetString());
        Assert.Equal("2026-03-14T09:26:53", processor.GetProperty("answered_at").GetString()![..19]);
        Assert.False(processor.TryGetProperty("idempotency_key", out var key) && key.ValueKind != JsonValueKind.Null);
        Assert.Equal(60, (await _shop.SummaryAsync()).GetProperty("refunded").GetDecimal());
    }

    [Fact]
    public async Task A_refund_over_both_kinds_of_captures_executes_the_one_and_records_the_other()
    {
        await RecordedAsync(60, "CreditCardCapture", 60);
        var authorized = await _shop.FlowAsync<FlowAuthorizations>(
            201,
            """
            {"discriminator":"merchant_of_record_authorization_form","token":"tok-1","order_number":"o-1","amount":40}
            """,
            (authorizations, call) => authorizations.PostAsync(call, default));
        await CaptureAsync(201, authorized.GetProperty("id").GetString()!);

        await RefundAsync("""{"order_number":"o-1","amount":90,"key":"r-1"}""");

        var executed = Assert.Single(_shop.Service.Processor.Operations.OfType<RefundFunds>());
        Assert.Equal(3000, executed.Amount.MinorUnits);
        var shown = (await _shop.PaymentAsync("p-1")).GetProperty("Transactions")[1];
        Assert.Equal(-60, shown.GetProperty("Amount").GetDecimal());
        Assert.True(shown.GetProperty("Succeeded").GetBoolean());
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("ResultCode").ValueKind);
        Assert.EndsWith(
            " 60.00 USD of it is only recorded: refund it with the shop's own processor.",
            shown.GetProperty("ResultMessage").GetString(),
            StringComparison.Ordinal);
        var ours = (await _shop.PaymentAsync(authorized.GetProperty("id").GetString()!)).GetProperty("Transactions")[2];
        Assert.Equal(
            (30m, "Created through another API of this service."),
            (ours.GetProperty("Amount").GetDecimal(), ours.GetProperty("ResultMessage").GetString()));
    }

    [Fact]
    public async Task A_recorded_authorization_is_not_captured_through_Flow()
    {
        await RecordedAsync(100, "CreditCardAuthorization", 100);
        var list = await _shop.FlowAsync<FlowAuthorizations>(
            200, null, (authorizations, call) => authorizations.ListAsync(call, default));
        var id = list[0].GetProperty("id").GetString()!;

        var rejected = await CaptureAsync(422, id);

        Assert.Contains(
            "capture it there, and record the capture",
            rejected.GetProperty("messages")[0].GetString(),
            StringComparison.Ordinal);
        Assert.Empty(_shop.Service.Processor.Operations);
        await TransactAsync("t-2", "CreditCardCapture", 100);
        Assert.Equal(100, (await _shop.SummaryAsync()).GetProperty("captured").GetDecimal());
    }

    [Fact]
    public async Task On_a_shared_merchant_account_our_processor_refunds_a_recorded_capture()
    {
        _shop.Service.SharesMerchantAccount = true;
        await RecordedAsync(100, "CreditCardCapture", 100);

        await RefundAsync("""{"order_number":"o-1","amount":60,"key":"r-1"}""");

        var executed = Assert.Single(_shop.Service.Processor.Operations.OfType<RefundFunds>());
        Assert.Equal(("t-1", 6000), (executed.Capture, executed.Amount.MinorUnits));
    }

    public void Dispose() => _shop.Dispose();

    /// <summary>An order of 100 dollars with a card payment on which a transaction was recorded.</summary>
    private async Task RecordedAsync(int payment, string type, int amount)
    {
        await _shop.RegisterAsync(100);
        await _shop.OrderCloudAsync<OrderCloudPayments>(
            201,
            $$"""{"ID":"p-1","Type":"CreditCard","Amount":{{payment}}}""",
            (payments, call) => payments.PostAsync(call, default));
        await TransactAsync("t-1", type, amount);
    }

    private Task<JsonElement> TransactAsync(string id, string type, int amount) =>
        _shop.OrderCloudAsync<OrderCloudTransactions>(
            201,
            $$"""{"ID":"{{id}}","Type":"{{type}}","DateExecuted":"2026-03-14","Amount":{{amount}},"Succeeded":true}""",
            (transactions, call) => transactions.PostAsync(call, "p-1", default));

    private Task<JsonElement> CaptureAsync(int status, string authorization) => _shop.FlowAsync<FlowCaptures>(
        status,
        $$"""{"authorization_id":"{{authorization}}"}""",
        (captures, call) => captures.PostAsync(call, default));

    private Task<JsonElement> GetAsync(Func<FlowRefunds, FlowCall, Task<WireResponse>> operation) =>
        _shop.FlowAsync(200, null, operation);

    private async Task RefundAsync(string body)
    {
        await _shop.FlowAsync<FlowRefunds>(201, body, (refunds, call) => refunds.PostAsync(call, default));
        await _shop.Service.DrainAsync();
    }
}
