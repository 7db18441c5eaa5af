using Payments.Dialects.Tests.Flow;
using Payments.Dialects.Wire;
using static Payments.Dialects.Tests.Across.DoubtfulOrder;

namespace Payments.Dialects.Tests.Across;

public sealed partial class OutcomeInquiries
{
    private const string Payments = "/v1/orders/{direction}/{orderID}/payments";

    private static IEnumerable<Case> OrdersAndPayments =>
    [
        Flow("GET /{organization}/orders/{number}", 200, order => order.Flow.GetOrder(Number)),
        Flow("GET /{organization}/orders", 200, order => order.Flow.GetOrders($"?number={Number}")),
        Flow("PUT /{organization}/orders/{number}", 200, order => order.Flow.PutOrder(
            Number, """{"currency":"USD","total":120}""")),
        Flow("PUT /{organization}/orders/{number}", 422, order => order.Flow.PutOrder(
            Number, """{"currency":"USD","total":1}"""), "rejected"),
        Flow("POST /{organization}/orders", 200, order => order.Flow.PostOrder(
            $$"""{"number":"{{Number}}","currency":"USD","total":120}""")),
        Cloud("GET /v1/orders/{direction}/{orderID}", 200, order => order.OrderCloud.GetOrderAsync(Number)),
        Cloud("PUT /v1/orders/{direction}/{orderID}", 200, order => order.OrderCloud.PutOrderAsync(
            Number, """{"Total":120}""")),
        Cloud("PUT /v1/orders/{direction}/{orderID}", 200, order => order.OrderCloud.PutOrderAsync(
            Number, """{"Total":120,"Currency":"USD"}"""), "with its currency"),
    ];

    private static IEnumerable<Case> Refunds =>
    [
        Flow("GET /{organization}/refunds", 200, order => order.Lists.Ask("refunds")),
        Flow("GET /{organization}/refunds", 200, order => order.Lists.Ask("refunds", "?key=r-1"), "by key"),
        Flow(
            "GET /{organization}/refunds", 200,
            order => order.Lists.Ask("refunds", $"?order_number={Number}"), "of an order"),
        Flow(
            "GET /{organization}/refunds", 200,
            order => order.Lists.Ask("refunds", "?status=pending"), "by status"),
        Flow(
            "GET /{organization}/refunds", 200,
            order => order.Lists.Ask("refunds", "?identifier=i-1"), "by identifier"),
        Flow("POST /{organization}/refunds", 201, order => order.Flow.Refund(
            $$"""{"order_number":"{{Number}}","amount":1,"currency":"USD"}""")),
        Flow("POST /{organization}/refunds", 201, order => order.Flow.Refund(
            $$"""{"order_number":"{{Number}}","amount":1}"""), "without a currency"),
        Flow("POST /{organization}/refunds", 201, order => order.Flow.Refund(
            """{"capture_id":"c-1","amount":10,"currency":"USD","key":"r-1"}"""), "again"),
        Flow("POST /{organization}/refunds", 422, order => order.Flow.Refund(
            $$"""{"order_number":"{{Number}}","amount":90,"currency":"USD"}"""), "rejected"),
        Flow("POST /{organization}/refunds/preview", 200, order => order.Flow.PreviewRefund(
            $$"""{"order_number":"{{Number}}","amount":1,"currency":"USD"}""")),
        Flow("POST /{organization}/refunds/preview", 200, order => order.Flow.PreviewRefund(
            """{"capture_id":"c-1","amount":1}"""), "of a capture, without a currency"),
        Flow("GET /{organization}/refunds/{key}", 200, order => order.Flow.GetRefund("r-1")),
        Flow("DELETE /{organization}/refunds/{key}", 422, order => order.Flow.DeleteRefund("r-1")),
        Flow("GET /{organization}/refunds/{key}/allocations", 200, order => order.Flow.GetAllocations("r-1")),
        Flow("GET /{organization}/refunds/summary/{orderNumber}", 200, order => order.Flow.GetSummary(Number)),
        .. IdentifiersOf("refunds", "r-1"),
    ];

    private static IEnumerable<Case> CapturesAndAuthorizations =>
    [
        Flow("GET /{organization}/captures", 200, order => order.Lists.Ask("captures")),
        Flow("POST /{organization}/captures", 201, order => order.Flow.Capture(
            """{"authorization_id":"a-1","amount":1,"currency":"USD"}""")),
        Flow("POST /{organization}/captures", 201, order => order.Flow.Capture(
            """{"authorization_id":"a-1","amount":1}"""), "without a currency"),
        Flow("GET /{organization}/captures/{key}", 200, order => order.Flow.GetCapture("c-1")),
        .. IdentifiersOf("captures", "c-1"),
        Flow("GET /{organization}/authorizations", 200, order => order.Lists.Ask("authorizations")),
        Flow("POST /{organization}/authorizations", 201, order => order.Flow.Authorize(
            OfAuthorization("a-2").Replace("40", "2", StringComparison.Ordinal))),
        Flow("GET /{organization}/authorizations/{key}", 200, order => order.Flow.GetAuthorization("a-1")),
        Flow("PUT /{organization}/authorizations/{key}", 200, order => order.Flow.PutAuthorization(
            "a-1", OfAuthorization("a-1"))),
        Flow("PUT /{organization}/authorizations/{key}", 200, order => order.Flow.PutAuthorization(
            order.AuthorizationId, OfAuthorization("a-1").Replace(
                ", \"key\": \"a-1\"", "", StringComparison.Ordinal)), "by its id"),
        Flow(
            "DELETE /{organization}/authorizations/{key}", 422, order => order.Flow.DeleteAuthorization("a-1")),
        Flow("POST /{organization}/authorizations/{key}/release", 200, order => order.Flow.Release("a-1")),
    ];

    private static IEnumerable<Case> CreditPayments =>
    [
        Flow("GET /{organization}/credit/payments", 200, order => order.Lists.Ask("credit/payments")),
        Flow("POST /{organization}/credit/payments", 201, order => order.Flow.Credit(OfCreditPayment("g-2"))),
        Flow("POST /{organization}/credit/payments", 201, order => order.Flow.Credit(
            OfCreditPayment("g-2"), "?expand=order"), "with its order"),
        Flow("GET /{organization}/credit/payments/{key}", 200, order => order.Flow.GetCredit("g-1")),
        Flow("GET /{organization}/credit/payments/{key}", 200, order => order.Flow.GetCredit(
            "g-1", "?expand=order"), "with its order"),
        Flow("PUT /{organization}/credit/payments/{key}", 200, order => order.Flow.PutCredit(
            "g-1", OfCreditPayment("g-1").Replace("Gift card", "Gift", StringComparison.Ordinal))),
        Flow("PUT /{organization}/credit/payments/{key}", 201, order => order.Flow.PutCredit(
            "g-2", OfCreditPayment("g-2")), "a new one"),
        Flow("DELETE /{organization}/credit/payments/{key}", 204, order => order.Flow.DeleteCredit("g-1")),
    ];

    private static IEnumerable<Case> StorefrontPayments =>
    [
        Cloud($"GET {Payments}", 200, order => order.OrderCloud.ListAsync()),
        Cloud($"POST {Payments}", 201, order => order.OrderCloud.CreateAsync(
            """{"ID":"p-2","Type":"CreditCard","Amount":1}""")),
        Cloud($"GET {Payments}/{{paymentID}}", 200, order => order.OrderCloud.GetAsync("p-1")),
        Cloud($"PATCH {Payments}/{{paymentID}}", 200, order => order.OrderCloud.PatchAsync(
            "p-1", """{"Description":"By card"}""")),
        Cloud($"DELETE {Payments}/{{paymentID}}", 204, order => order.OrderCloud.DeleteAsync("p-1")),
        Cloud($"POST {Payments}/{{paymentID}}/transactions", 201, order => order.OrderCloud.TransactAsync(
            "p-1", "t-2", "CreditCardCapture", 1)),
        Cloud($"POST {Payments}/{{paymentID}}/transactions", 400, order => order.OrderCloud.TransactAsync(
            "p-1", "t-2", "CreditCardRefund", 1), "rejected"),
        Cloud(
            $"DELETE {Payments}/{{paymentID}}/transactions/{{transactionID}}", 204,
            order => order.OrderCloud.DeleteTransactionAsync("p-1", "t-1")),
    ];

    private static IEnumerable<Case> Credits =>
    [
        new("POST /payments/v1/credits", "", 201, order => order.GiveCreditAsync(
            "credit-2", (credits, call) => credits.PostAsync(call, default))),
        new("POST /payments/v1/refunds", "", 201, order => order.GiveCreditAsync(
            "credit-3", (credits, call) => credits.PostRefundAsync(call, default))),
        new("GET /payments/v1/credits/{transactionId}", "", 200, order => order.GetCreditAsync()),
    ];

    private static IEnumerable<Case> IdentifiersOf(string resource, string key)
    {
        var path = $"/{{organization}}/{resource}/{{key}}/identifiers";
        return
        [
            Flow($"GET {path}", 200, order => order.Flow.GetIdentifiers(resource, key)),
            Flow($"PUT {path}/{{identifier}}", 201, order => order.Flow.PutIdentifier(
                resource, key, "i-2", """{"name":"erp"}""")),
            Flow($"DELETE {path}/{{identifier}}", 204, order => order.Flow.DeleteIdentifier(resource, key, "i-1")),
        ];
    }

    private static Case Flow(
        string operation, int status, Func<DoubtfulOrder, Task<FlowAnswer>> call, string variant = "") =>
        new(operation, variant, status, async order => (await call(order)).Status);

    private static Case Cloud(
        string operation, int status, Func<DoubtfulOrder, Task<WireResponse>> call, string variant = "") =>
        new(operation, variant, status, async order => (await call(order)).Status);
}
