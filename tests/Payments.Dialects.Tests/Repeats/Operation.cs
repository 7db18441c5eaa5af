using Payments.Dialects.CommerceHub;
using Payments.Dialects.CommerceHub.Credits;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Authorizations;
using Payments.Dialects.Flow.Captures;
using Payments.Dialects.Flow.CreditPayments;
using Payments.Dialects.Flow.Refunds;
using Payments.Dialects.OrderCloud;
using Payments.Dialects.OrderCloud.Payments;
using Payments.Dialects.Wire;

namespace Payments.Dialects.Tests.Repeats;

/// <summary>An operation that makes something, and a request for it.</summary>
/// <param name="Name">For a test's name.</param>
/// <param name="Path">Where it is posted to.</param>
/// <param name="Body">What is posted, for an amount.</param>
/// <param name="Post">A request for it, carried out without a look at its idempotency key.</param>
/// <param name="PostOnce">
/// The same with one: what is done when the operation's turn comes is given, which may do the operation or not.
/// </param>
internal sealed record Operation(
    string Name,
    string Path,
    Func<int, string> Body,
    Func<ServiceUnderTest, WireRequest, Task<WireResponse>> Post,
    Func<ServiceUnderTest, IdempotencyMiddleware, WireRequest, Operation.Turn, Task<WireResponse>> PostOnce)
{
    private const string Payments = "/v1/orders/All/i-2/payments";

    /// <summary>What is done when an operation's turn comes.</summary>
    public delegate Task<WireResponse> Turn(Func<Task<WireResponse>> operation);

    public static IReadOnlyList<Operation> All { get; } =
    [
        Flow(
            "authorization of an order",
            "authorizations",
            AuthorizationErrors.Model,
            _ => """{"discriminator":"merchant_of_record_authorization_form","token":"tok-2","order_number":"i-3"}""",
            (service, call) => service.Get<FlowAuthorizations>().PostAsync(call, default)),
        Flow(
            "authorization of an amount",
            "authorizations",
            AuthorizationErrors.Model,
            amount => $$"""
                {"discriminator":"direct_authorization_form","token":"tok-2","amount":{{amount}},"currency":"USD"}
                """,
            (service, call) => service.Get<FlowAuthorizations>().PostAsync(call, default)),
        Flow(
            "capture",
            "captures",
            CaptureErrors.Model,
            amount => $$"""{"authorization_id":"a-1","amount":{{amount}}}""",
            (service, call) => service.Get<FlowCaptures>().PostAsync(call, default)),
        Flow(
            "refund of all that is left",
            "refunds",
            RefundErrors.Model,
            _ => """{"order_number":"i-1"}""",
            (service, call) => service.Get<FlowRefunds>().PostAsync(call, default)),
        Flow(
            "refund with a key",
            "refunds",
            RefundErrors.Model,
            amount => $$"""{"order_number":"i-1","amount":{{amount}},"currency":"USD","key":"r-1"}""",
            (service, call) => service.Get<FlowRefunds>().PostAsync(call, default)),
        Flow(
            "credit payment",
            "credit/payments",
            CreditPaymentErrors.Model,
            amount => $$"""
                {"order_number":"i-3","description":"Gift card","amount":{{amount}},"max":90,"currency":"USD"}
                """,
            (service, call) => service.Get<FlowCreditPayments>().PostAsync(call, default)),
        Of(
            "OrderCloud payment",
            Payments,
            amount => $$"""{"Type":"CreditCard","Amount":{{amount}}}""",
            service => service.Get<OrderCloudDialect>().At("All", "i-2", Roles.Writers),
            (service, call) => service.Get<OrderCloudPayments>().PostAsync(call, default)),
        Of(
            "OrderCloud payment with an ID",
            Payments,
            amount => $$"""{"ID":"pay-2","Type":"CreditCard","Amount":{{amount}}}""",
            service => service.Get<OrderCloudDialect>().At("All", "i-2", Roles.Writers),
            (service, call) => service.Get<OrderCloudPayments>().PostAsync(call, default)),
        Of(
            "OrderCloud transaction",
            $"{Payments}/pay-1/transactions",
            amount => $$"""
                {"Type":"CreditCardCapture","DateExecuted":"2026-03-14T09:00:00Z","Amount":{{amount}},"Succeeded":true}
                """,
            service => service.Get<OrderCloudDialect>().At("All", "i-2", Roles.Administrators),
            (service, call) => service.Get<OrderCloudTransactions>().PostAsync(call, "pay-1", default)),
        Of(
            "Commerce Hub credit",
            "/payments/v1/credits",
            amount => $$$$"""
                {"amount":{"total":{{{{amount}}}},"currency":"USD"},"source":{"sourceType":"PaymentCard","card":{
                "cardData":"4005550000000019","expirationMonth":"02","expirationYear":"2035"}}}
                """,
            service => service.Get<CommerceHubDialect>(),
            (service, call) => service.Get<CommerceHubCredits>().PostAsync(call, default)),
    ];

    public static Operation Of(string name) => All.Single(operation => operation.Name == name);

    private static Operation Flow(
        string name,
        string path,
        FlowErrorModel errors,
        Func<int, string> body,
        Func<ServiceUnderTest, FlowCall, Task<WireResponse>> post) =>
        Of(name, $"/demo/{path}", body, service => service.Get<FlowDialect>().At("demo", errors), post);

    private static Operation Of<TCall>(
        string name,
        string path,
        Func<int, string> body,
        Func<ServiceUnderTest, IEndpoint<TCall>> endpoint,
        Func<ServiceUnderTest, TCall, Task<WireResponse>> post) where TCall : class => new(
            name,
            path,
            body,
            (service, request) => endpoint(service).AnswerAsync(request, (call, _) => post(service, call), default),
            (service, repeats, request, turn) => repeats.HandleAsync(
                request, endpoint(service), (call, _) => turn(() => post(service, call)), default));
}
