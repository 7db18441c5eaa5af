using System.Text.Json;
using Payments.Dialects.Flow.Authorizations;
using Payments.Dialects.Flow.Captures;
using Payments.Dialects.Flow.CreditPayments;
using Payments.Dialects.Flow.Refunds;
using Payments.Dialects.OrderCloud.Payments;
using Payments.Handlers.Ports;
using Payments.Ledger.Balances;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Tests.Across;

public sealed class OnePayment : IDisposable
{
    private readonly Shop _shop = new();

    [Fact]
    public async Task A_payment_authorized_in_OrderCloud_captured_in_Flow_and_refunded_has_the_same_figures_everywhere()
    {
        _shop.Service.SharesMerchantAccount = true;
        await _shop.RegisterAsync(100);
        await CreatePaymentAsync("p-1", 100);
        await TransactAsync("p-1", "t-1", "CreditCardAuthorization", 100);
        var authorization = Assert.Single((await HeadAsync()).Authorizations).Id.ToString();

        await CaptureAsync(authorization, "c-1", 70);
        await CaptureAsync(authorization, "c-2", 30);
        await RefundAsync("""{"order_number":"o-1","amount":80,"key":"r-1"}""");
        await TransactAsync("p-1", "t-2", "CreditCardRefund", -5);

        await AssertFiguresAsync("p-1", captured: 100, refunded: 85);
        var refund = await _shop.FlowAsync<FlowRefunds>(
            200, null, (refunds, call) => refunds.GetAsync(call, "r-1", default));
        Assert.Equal("succeeded", refund.GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_open_credit_of_Commerce_Hub_beside_an_OrderCloud_capture_refunded_in_Flow_is_no_refund()
    {
        await _shop.RegisterAsync(100);
        await CreatePaymentAsync("p-1", 100);
        await TransactAsync("p-1", "t-1", "CreditCardCapture", 60);
        await TransactAsync("p-1", "t-2", "CreditCardCapture", 40);

        var given = await _shop.HubAsync(
            201,
            """
            {"amount":{"total":"12.04","currency":"USD"},"transactionDetails":{"merchantOrderId":"o-1"},
            "source":{"sourceType":"PaymentCard","card":{"cardData":"4005550000000019","expirationMonth":"02",
            "expirationYear":"2035"}}}
            """,
            "4345791",
            (credits, call) => credits.PostAsync(call, default));
        await RefundAsync("""{"order_number":"o-1","amount":75}""");

        await AssertFiguresAsync("p-1", captured: 100, refunded: 75);
        var id = given.GetProperty("gatewayResponse").GetProperty("transactionProcessingDetails")
            .GetProperty("transactionId").GetString()!;
        var credit = await _shop.HubAsync(
            200, "", "get-1", (credits, call) => credits.GetAsync(call, id, default));
        Assert.Equal("CAPTURED", credit.GetProperty("gatewayResponse").GetProperty("transactionState").GetString());
        Assert.Equal(
            [1204L],
            _shop.Service.Processor.Operations.OfType<SettleFunds>().Select(settled => settled.Amount.MinorUnits));
        Assert.Empty(_shop.Service.Processor.Operations.OfType<RefundFunds>());
    }

    [Fact]
    public async Task Only_the_card_is_refunded_of_an_order_paid_by_store_credit_and_card()
    {
        var authorization = await SplitTenderAsync();
        await CaptureAsync(authorization, "c-1", 80);

        await RefundAsync("""{"order_number":"o-1"}""");

        var summary = await _shop.SummaryAsync();
        Assert.Equal(80, summary.GetProperty("refunded").GetDecimal());
        var asked = Assert.Single(_shop.Service.Processor.Operations.OfType<RefundFunds>());
        Assert.Equal(8000, asked.Amount.MinorUnits);
        var list = await _shop.OrderCloudAsync<OrderCloudPayments>(
            200, null, (payments, call) => payments.ListAsync(call, default));
        Assert.Equal(
            [("SpendingAccount", 20m), ("CreditCard", 80m)],
            list.GetProperty("Items").EnumerateArray().Select(payment => (
                payment.GetProperty("Type").GetString()!, payment.GetProperty("Amount").GetDecimal())));
    }

    [Fact]
    public async Task A_refund_of_more_than_the_card_paid_says_how_much_was_paid_by_credit()
    {
        var authorization = await SplitTenderAsync();
        await CaptureAsync(authorization, "c-1", 80);

        var rejected = await _shop.FlowAsync<FlowRefunds>(
            422,
            """{"order_number":"o-1","amount":100}""",
            (refunds, call) => refunds.PostAsync(call, default));

        Assert.Equal("insufficient_funds", rejected.GetProperty("decline_code").GetString());
        Assert.Contains(
            "A further 20.00 USD was paid by credit",
            rejected.GetProperty("messages")[0].GetString(),
            StringComparison.Ordinal);
    }

    public void Dispose() => _shop.Dispose();

    /// <summary>100 dollars: 20 paid by store credit, the rest authorized on a card.</summary>
    private async Task<string> SplitTenderAsync()
    {
        await _shop.RegisterAsync(100);
        await _shop.FlowAsync<FlowCreditPayments>(
            201,
            """{"order_number":"o-1","description":"Store credit","amount":20,"max":20,"currency":"USD"}""",
            (payments, call) => payments.PostAsync(call, default));
        _shop.Service.Time.Advance(TimeSpan.FromSeconds(1));
        var authorized = await _shop.FlowAsync<FlowAuthorizations>(
            201,
            """{"discriminator":"merchant_of_record_authorization_form","token":"tok-1","order_number":"o-1"}""",
            (authorizations, call) => authorizations.PostAsync(call, default));
        Assert.Equal(80, authorized.GetProperty("amount").GetDecimal());
        return authorized.GetProperty("id").GetString()!;
    }

    private async Task AssertFiguresAsync(string payment, decimal captured, decimal refunded)
    {
        var summary = await _shop.SummaryAsync();
        Assert.Equal(captured, summary.GetProperty("captured").GetDecimal());
        Assert.Equal(refunded, summary.GetProperty("refunded").GetDecimal());

        var shown = await _shop.PaymentAsync(payment);
        Assert.Equal(captured, Sum(shown, "CreditCardCapture"));
        Assert.Equal(-refunded, Sum(shown, "CreditCardRefund"));

        var head = await HeadAsync();
        Assert.Equal((captured, refunded), (head.Captured.ToDecimal(), head.Refunded.ToDecimal()));
    }

    private static decimal Sum(JsonElement payment, string type) => payment.GetProperty("Transactions").EnumerateArray()
        .Where(transaction => transaction.GetProperty("Type").GetString() == type)
        .Sum(transaction => transaction.GetProperty("Amount").GetDecimal());

    private async Task<LedgerHead> HeadAsync() => (await _shop.Service.Ledgers.LoadAsync(
        LedgerAddress.ForOrder(ServiceUnderTest.Demo, OrderNumber.From(Shop.Order)), [], default)).Head!;

    private Task<JsonElement> CreatePaymentAsync(string id, int amount) => _shop.OrderCloudAsync<OrderCloudPayments>(
        201,
        $$"""{"ID":"{{id}}","Type":"CreditCard","Amount":{{amount}}}""",
        (payments, call) => payments.PostAsync(call, default));

    private Task<JsonElement> TransactAsync(string payment, string id, string type, int amount) =>
        _shop.OrderCloudAsync<OrderCloudTransactions>(
            201,
            $$"""{"ID":"{{id}}","Type":"{{type}}","DateExecuted":"2026-03-14","Amount":{{amount}},"Succeeded":true}""",
            (transactions, call) => transactions.PostAsync(call, payment, default));

    private Task<JsonElement> CaptureAsync(string authorization, string key, int amount) =>
        _shop.FlowAsync<FlowCaptures>(
            201,
            $$"""{"authorization_id":"{{authorization}}","key":"{{key}}","amount":{{amount}}}""",
            (captures, call) => captures.PostAsync(call, default));

    private async Task RefundAsync(string body)
    {
        await _shop.FlowAsync<FlowRefunds>(
            201, body, (refunds, call) => refunds.PostAsync(call, default));
        await _shop.Service.DrainAsync();
    }
}
