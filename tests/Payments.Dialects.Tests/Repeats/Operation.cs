using Payments.Dialects.CommerceHub;
using Payments.Dialects.Flow;
using Payments.Dialects.OrderCloud;

namespace Payments.Dialects.Tests.Repeats;

/// <summary>An operation that makes something, and a request for it.</summary>
/// <param name="Name">For a test's name.</param>
/// <param name="Path">Where it is posted to.</param>
/// <param name="Body">What is posted, for an amount.</param>
/// <param name="Dialect">Whose it is.</param>
/// <param name="Post">The operation itself.</param>
internal sealed record Operation(
    string Name,
    string Path,
    Func<int, string> Body,
    Func<ServiceUnderTest, IDialect> Dialect,
    Func<ServiceUnderTest, WireRequest, Task<WireResponse>> Post)
{
    private const string Payments = "/v1/orders/All/i-2/payments";

    public static IReadOnlyList<Operation> All { get; } =
    [
        Flow(
            "authorization of an order",
            "authorizations",
            _ => """{"discriminator":"merchant_of_record_authorization_form","token":"tok-2","order_number":"i-3"}""",
            (service, request) => service.Get<FlowAuthorizations>().PostAsync(request, "demo", default)),
        Flow(
            "authorization of an amount",
            "authorizations",
            amount => $$"""
                {"discriminator":"direct_authorization_form","token":"tok-2","amount":{{amount}},"currency":"USD"}
                """,
            (service, request) => service.Get<FlowAuthorizations>().PostAsync(request, "demo", default)),
        Flow(
            "capture",
            "captures",
            amount => $$"""{"authorization_id":"a-1","amount":{{amount}}}""",
            (service, request) => service.Get<FlowCaptures>().PostAsync(request, "demo", default)),
        Flow(
            "refund of all that is left",
            "refunds",
            _ => """{"order_number":"i-1"}""",
            (service, request) => service.Get<FlowRefunds>().PostAsync(request, "demo", default)),
        Flow(
            "refund with a key",
            "refunds",
            amount => $$"""{"order_number":"i-1","amount":{{amount}},"currency":"USD","key":"r-1"}""",
            (service, request) => service.Get<FlowRefunds>().PostAsync(request, "demo", default)),
        Flow(
            "credit payment",
            "credit/payments",
            amount => $$"""
                {"order_number":"i-3","description":"Gift card","amount":{{amount}},"max":90,"currency":"USD"}
                """,
            (service, request) => service.Get<FlowCreditPayments>().PostAsync(request, "demo", default)),
        new(
            "OrderCloud payment",
            Payments,
            amount => $$"""{"Type":"CreditCard","Amount":{{amount}}}""",
            service => service.Get<OrderCloudDialect>(),
            (service, request) => service.Get<OrderCloudPayments>().PostAsync(request, "All", "i-2", default)),
        new(
            "OrderCloud payment with an ID",
            Payments,
            amount => $$"""{"ID":"pay-2","Type":"CreditCard","Amount":{{amount}}}""",
            service => service.Get<OrderCloudDialect>(),
            (service, request) => service.Get<OrderCloudPayments>().PostAsync(request, "All", "i-2", default)),
        new(
            "OrderCloud transaction",
            $"{Payments}/pay-1/transactions",
            amount => $$"""
                {"Type":"CreditCardCapture","DateExecuted":"2026-03-14T09:00:00Z","Amount":{{amount}},"Succeeded":true}
                """,
            service => service.Get<OrderCloudDialect>(),
            (service, request) =>
                service.Get<OrderCloudTransactions>().PostAsync(request, "All", "i-2", "pay-1", default)),
        new(
            "Commerce Hub credit",
            "/payments/v1/credits",
            amount => $$$$"""
                {"amount":{"total":{{{{amount}}}},"currency":"USD"},"source":{"sourceType":"PaymentCard","card":{
                "cardData":"4005550000000019","expirationMonth":"02","expirationYear":"2035"}}}
                """,
            service => service.Get<CommerceHubDialect>(),
            (service, request) => service.Get<CommerceHubCredits>().PostAsync(request, default)),
    ];

    public static Operation Of(string name) => All.Single(operation => operation.Name == name);

    private static Operation Flow(
        string name,
        string path,
        Func<int, string> body,
        Func<ServiceUnderTest, WireRequest, Task<WireResponse>> post) =>
        new(name, $"/demo/{path}", body, service => service.Get<FlowDialect>(), post);
}
