using Payments.Dialects.CommerceHub;
using Payments.Dialects.CommerceHub.Credits;
using Payments.Dialects.Tests.Flow;
using Payments.Dialects.Tests.Flow.Lists;
using Payments.Dialects.Tests.OrderCloud;
using Payments.Dialects.Wire;
using Payments.Handlers.Dispatch;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Tests.Across;

/// <summary>
/// An order with every kind of resource on its ledger, and one refund (r-1) whose outcome is unknown; with a client of
/// each API.
/// </summary>
internal sealed class DoubtfulOrder : IDisposable
{
    public const string Number = OrderCloudShop.Order;

    private const string Credit =
        """
        {"amount":{"total":"1.00","currency":"USD"},"transactionDetails":{"merchantOrderId":"o-77"},
        "source":{"sourceType":"PaymentCard","card":{"cardData":"4005550000000019","expirationMonth":"02",
        "expirationYear":"2035"}}}
        """;

    private readonly Shop _shop = new();

    private DoubtfulOrder()
    {
        Flow = new FlowShop { Service = _shop.Service };
        Lists = new FlowLister(_shop.Service);
        OrderCloud = new OrderCloudShop { Service = _shop.Service };
    }

    public static LedgerAddress Ledger { get; } = LedgerAddress.ForOrder(
        ServiceUnderTest.Demo, OrderNumber.From(Number));

    public FlowShop Flow { get; }

    public FlowLister Lists { get; }

    public OrderCloudShop OrderCloud { get; }

    public ServiceUnderTest Service => _shop.Service;

    public string AuthorizationId { get; private set; } = "";

    public string CaptureId { get; private set; } = "";

    public string CreditId { get; private set; } = "";

    public static async Task<DoubtfulOrder> NewAsync()
    {
        var order = new DoubtfulOrder();
        await order.OpenAsync();
        return order;
    }

    /// <summary>Creates a credit, or an open refund, on the order.</summary>
    public async Task<int> GiveCreditAsync(
        string requestId, Func<CommerceHubCredits, HubCall, Task<WireResponse>> call)
    {
        await _shop.HubAsync(201, Credit, requestId, call);
        return 201;
    }

    public async Task<int> GetCreditAsync()
    {
        await _shop.HubAsync(200, "", "get-1", (credits, call) => credits.GetAsync(call, CreditId, default));
        return 200;
    }

    /// <summary>Another order with a refund whose outcome is unknown.</summary>
    public async Task OpenAnotherAsync(string number, string refund)
    {
        var (_, captures) = await Flow.PaidOrder(number, "50");
        await DoubtAsync($$"""{"capture_id":"{{captures[0]}}","amount":5,"key":"{{refund}}"}""");
    }

    /// <summary>The ledgers enqueued for an immediate query of the processor since the last call.</summary>
    public IReadOnlyList<LedgerAddress> Inquiries() =>
    [
        .. Service.Queue.TakeAll().Select(enqueued => enqueued.Work)
            .OfType<ResolveUnknownOutcomes>()
            .Where(inquiry => inquiry.Attempt == 0)
            .Select(inquiry => inquiry.Address),
    ];

    public void Dispose() => _shop.Dispose();

    private async Task OpenAsync()
    {
        await Flow.PutOrder(Number, """{"currency":"USD","total":100}""");
        Assert.Equal(201, (await OrderCloud.CreateAsync("""{"ID":"p-1","Type":"CreditCard","Amount":20}""")).Status);
        Assert.Equal(201, (await OrderCloud.TransactAsync("p-1", "t-1", "CreditCardAuthorization", 20)).Status);
        var authorized = await Flow.Authorize(OfAuthorization("a-1"));
        AuthorizationId = authorized.Of("id");
        CaptureId = (await Flow.Capture("""{"authorization_id":"a-1","amount":30,"key":"c-1"}""")).Of("id");
        await Flow.Credit(OfCreditPayment("g-1"));
        var given = await _shop.HubAsync(
            201, Credit, "credit-1", (credits, call) => credits.PostAsync(call, default));
        CreditId = given.GetProperty("gatewayResponse").GetProperty("transactionProcessingDetails")
            .GetProperty("transactionId").GetString()!;
        await DoubtAsync("""{"capture_id":"c-1","amount":10,"currency":"USD","key":"r-1"}""");
        Assert.Equal(201, (await Flow.PutIdentifier("refunds", "r-1", "i-1", """{"name":"erp"}""")).Status);
        Assert.Equal(201, (await Flow.PutIdentifier("captures", "c-1", "i-1", """{"name":"erp"}""")).Status);
        Service.Time.Advance(TimeSpan.FromMinutes(1));
        Inquiries();
    }

    /// <summary>Requests a refund whose outcome then stays unknown.</summary>
    private async Task DoubtAsync(string body)
    {
        await Service.DrainAsync();
        var refund = Id<Refund>.Parse((await Flow.Refund(body)).Of("id"));
        Service.Processor.Script = operation =>
            operation is RefundFunds ? new ProcessorResponse.Unknown("timeout") : null;
        var address = new LedgerAddress(ServiceUnderTest.Demo, refund.Ledger);
        await Service.Get<WorkDispatch>().HandleAsync(new ExecuteRefund(address, refund, Attempt: 6), default);
        var head = (await Service.Ledgers.LoadAsync(address, [], default)).Head!;
        Assert.Equal(RecordKey.For(refund), Assert.Single(head.UnknownOutcomes));
        Service.Time.Advance(TimeSpan.FromMinutes(1));
        Service.Queue.TakeAll();
    }

    public static string OfAuthorization(string key) =>
        $$"""
        {
          "discriminator": "merchant_of_record_authorization_form", "token": "tok-1", "order_number": "{{Number}}",
          "amount": 40, "key": "{{key}}"
        }
        """;

    public static string OfCreditPayment(string key) =>
        $$"""
        {
          "order_number": "{{Number}}", "description": "Gift card", "amount": 5, "max": 5, "currency": "USD",
          "key": "{{key}}"
        }
        """;
}
