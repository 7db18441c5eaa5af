using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.OrderCloud;
using Payments.Functions.Http;

namespace Payments.Functions.OrderCloud;

/// <summary>OrderCloud payments.</summary>
public sealed class PaymentFunctions(
    HttpExchange exchange, OrderCloudDialect dialect, OrderCloudPayments payments)
{
    /// <summary>The payments of an order, by page.</summary>
    [Function("OrderCloudListPayments")]
    public Task<HttpResponseData> ListPaymentsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/orders/{direction}/{orderID}/payments")]
        HttpRequestData request,
        string direction,
        string orderID,
        CancellationToken cancellationToken) =>
        exchange.AnswerAsync(
            request,
            dialect,
            wire => payments.ListAsync(wire, direction, orderID, cancellationToken),
            cancellationToken);

    /// <summary>A new payment.</summary>
    [Function("OrderCloudCreatePayment")]
    public Task<HttpResponseData> CreatePaymentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/orders/{direction}/{orderID}/payments")]
        HttpRequestData request,
        string direction,
        string orderID,
        CancellationToken cancellationToken) =>
        exchange.AnswerOnceAsync(
            request,
            dialect,
            wire => payments.PostAsync(wire, direction, orderID, cancellationToken),
            cancellationToken);

    /// <summary>One payment.</summary>
    [Function("OrderCloudGetPayment")]
    public Task<HttpResponseData> GetPaymentAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "get", Route = "v1/orders/{direction}/{orderID}/payments/{paymentID}")]
        HttpRequestData request,
        string direction,
        string orderID,
        string paymentID,
        CancellationToken cancellationToken) =>
        exchange.AnswerAsync(
            request,
            dialect,
            wire => payments.GetAsync(wire, direction, orderID, paymentID, cancellationToken),
            cancellationToken);

    /// <summary>A change of the fields that are sent.</summary>
    [Function("OrderCloudPatchPayment")]
    public Task<HttpResponseData> PatchPaymentAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "patch", Route = "v1/orders/{direction}/{orderID}/payments/{paymentID}")]
        HttpRequestData request,
        string direction,
        string orderID,
        string paymentID,
        CancellationToken cancellationToken) =>
        exchange.AnswerAsync(
            request,
            dialect,
            wire => payments.PatchAsync(wire, direction, orderID, paymentID, cancellationToken),
            cancellationToken);

    /// <summary>Takes a payment away, of which nothing was captured.</summary>
    [Function("OrderCloudDeletePayment")]
    public Task<HttpResponseData> DeletePaymentAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "delete", Route = "v1/orders/{direction}/{orderID}/payments/{paymentID}")]
        HttpRequestData request,
        string direction,
        string orderID,
        string paymentID,
        CancellationToken cancellationToken) =>
        exchange.AnswerAsync(
            request,
            dialect,
            wire => payments.DeleteAsync(wire, direction, orderID, paymentID, cancellationToken),
            cancellationToken);
}
