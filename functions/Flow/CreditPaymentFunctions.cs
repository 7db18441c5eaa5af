using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Functions.Http;

namespace Payments.Functions.Flow;

/// <summary>Credit payments.</summary>
public sealed class CreditPaymentFunctions(
    HttpExchange exchange, FlowDialect dialect, FlowCreditPayments creditPayments)
{
    /// <summary>Pays a part of an order by credit.</summary>
    [Function("FlowPostCreditPayment")]
    public Task<HttpResponseData> PostCreditPaymentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "{organization}/credit/payments")]
        HttpRequestData request,
        string organization) =>
        exchange.AnswerOnceAsync(
            request, dialect, (wire, cancellation) => creditPayments.PostAsync(wire, organization, cancellation));

    /// <summary>One credit payment.</summary>
    [Function("FlowGetCreditPayment")]
    public Task<HttpResponseData> GetCreditPaymentAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "get", Route = "{organization}/credit/payments/" + RouteKeys.NotVersions)]
        HttpRequestData request,
        string organization,
        string key) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => creditPayments.GetAsync(wire, organization, wire.Sent(3, key), cancellation));

    /// <summary>Makes or replaces one.</summary>
    [Function("FlowPutCreditPayment")]
    public Task<HttpResponseData> PutCreditPaymentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "{organization}/credit/payments/{key}")]
        HttpRequestData request,
        string organization,
        string key) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => creditPayments.PutAsync(wire, organization, wire.Sent(3, key), cancellation));

    /// <summary>Takes one off its order.</summary>
    [Function("FlowDeleteCreditPayment")]
    public Task<HttpResponseData> DeleteCreditPaymentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "{organization}/credit/payments/{key}")]
        HttpRequestData request,
        string organization,
        string key) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => creditPayments.DeleteAsync(wire, organization, wire.Sent(3, key), cancellation));
}
