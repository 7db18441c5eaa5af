using Payments.Handlers.Ports;
using Payments.Handlers.Storefront;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Dialects.Tests.Flow;

/// <summary>Every response is one that Flow's typed clients accept.</summary>
public sealed class ClientModelTests : IDisposable
{
    private const string Credit =
        """{"order_number":"c-1","description":"Gift card","amount":4,"max":5,"currency":"USD"}""";

    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task Typed_clients_read_refunds_in_every_state_and_their_summary()
    {
        await _shop.PaidOrder("c-1", "60", "40");

        Takes("refund", await _shop.Refund("""{"order_number":"c-1","key":"r-1","amount":75}"""), 201);
        await _shop.Service.DrainAsync();
        Takes("refund", await _shop.GetRefund("r-1"), 200);
        _shop.Service.Processor.Decline<RefundFunds>("008", "No.");
        await _shop.Refund("""{"order_number":"c-1","key":"r-2"}""");
        await _shop.Service.DrainAsync();
        Takes("refund", await _shop.GetRefund("r-2"), 200);
        Takes("refund_order_summary", await _shop.GetSummary("c-1"), 200);
        Takes("refund_error", await _shop.Refund("{}"), 422);
        Takes("refund_error", await _shop.Refund("""{"order_number":"c-1","amount":1000}"""), 422);
    }

    [Fact]
    public async Task Typed_clients_read_captures_and_authorizations()
    {
        var (authorization, captures) = await _shop.PaidOrder("c-1", "60");
        const string Direct =
            """
            {"discriminator":"direct_authorization_form","token":"t","amount":1,"currency":"USD","key":"a-1"}
            """;

        Takes("card_authorization", await _shop.GetAuthorization(authorization), 200);
        Takes("card_authorization", await _shop.Authorize(Direct), 201);
        Takes("capture", await _shop.GetCapture(captures[0]), 200);
        Takes("capture", await _shop.Capture("""{"authorization_id":"a-1"}"""), 201);
        _shop.Service.Time.Advance(TimeSpan.FromDays(8));
        Takes("card_authorization", await _shop.GetAuthorization("a-1"), 200);
        Takes("authorization_error", await _shop.Authorize("{}"), 422);
        Takes("refund_error", await _shop.Capture("{}"), 422);
    }

    [Fact]
    public async Task Typed_clients_read_credit_payments_and_orders()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");

        var credited = await _shop.Credit(Credit);
        Takes("credit_payment", credited, 201);
        Takes("credit_payment", await _shop.GetCredit(credited.Of("id")), 200);
        Takes("credit_payment_expanded", await _shop.Credit(Credit, "?expand=order"), 201);
        Takes("credit_payment_error", await _shop.Credit("[]"), 422);
        Takes("generic_error", await _shop.PutOrder("c-1", "{}"), 422);
    }

    [Fact]
    public async Task Typed_clients_read_what_another_API_recorded()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        await RecordSaleAsync(OrderNumber.From("c-1"), PaymentId.From("p-1"));

        var asked = await _shop.Refund("""{"order_number":"c-1","amount":40,"key":"r-1"}""");
        await _shop.Service.DrainAsync();
        var settled = await _shop.GetRefund("r-1");

        Takes("refund", asked, 201);
        Takes("refund", settled, 200);
        Assert.Equal("succeeded", settled.Of("status"));
        Takes("capture", await _shop.GetCapture(settled.Of("captures.0.capture.id")), 200);
        Takes("card_authorization", await _shop.GetAuthorization(settled.Of("authorization.id")), 200);
    }

    private async Task RecordSaleAsync(OrderNumber order, PaymentId id)
    {
        var payments = _shop.Service.Get<StorefrontPaymentHandler>();
        var now = _shop.Service.Time.GetUtcNow();
        var dollars = new Money(10_000, Currency.Parse("USD"));
        var payment = new Payment(id, PaymentType.CreditCard, dollars, null, null, null, true, now, null);
        var transaction = new Transaction(
            id, TransactionId.From("t-1"), "CreditCardCapture", now, 100, "USD", true, "00", "ok", null,
            TransactionEffect.None, now);

        await payments.CreateAsync(ServiceUnderTest.Demo, order, payment, default);
        var capture = new TransactionRequest(transaction, TransactionMeaning.Capture, dollars);
        await payments.RecordAsync(ServiceUnderTest.Demo, order, capture, default);
    }

    private static void Takes(string model, FlowAnswer answer, int status)
    {
        Assert.Equal(status, answer.Status);
        Assert.Empty(ClientModels.Problems(model, answer.Body));
    }
}
