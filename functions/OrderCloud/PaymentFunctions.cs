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
        string orderID) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => payments.ListAsync(wire, direction, wire.Sent(3, orderID), cancellation));

    /// <summary>A new payment.</summary>
    [Function("OrderCloudCreatePayment")]
    public Task<HttpResponseData> CreatePaymentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/orders/{direction}/{orderID}/payments")]
        HttpRequestData request,
        string direction,
        string orderID) =>
        exchange.AnswerOnceAsync(
            request,
            dialect,
            (wire, cancellation) => payments.PostAsync(wire, direction, wire.Sent(3, orderID), cancellation));

    /// <summary>One payment.</summary>
    [Function("OrderCloudGetPayment")]
    public Task<HttpResponseData> GetPaymentAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "get", Route = "v1/orders/{direction}/{orderID}/payments/{paymentID}")]
        HttpRequestData request,
        string direction,
        string orderID,
        string paymentID) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => payments.GetAsync(
                wire, direction, wire.Sent(3, orderID), paymentID, cancellation));

    /// <summary>A change of the fields that are sent.</summary>
    [Function("OrderCloudPatchPayment")]
    public Task<HttpResponseData> PatchPaymentAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "patch", Route = "v1/orders/{direction}/{orderID}/payments/{paymentID}")]
        HttpRequestData request,
        string direction,
        string orderID,
        string paymentID) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => payments.PatchAsync(
                wire, direction, wire.Sent(3, orderID), paymentID, cancellation));

    /// <summary>Takes a payment away, of which nothing was captured.</summary>
    [Function("OrderCloudDeletePayment")]
    public Task<HttpResponseData> DeletePaymentAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "delete", Route = "v1/orders/{direction}/{orderID}/payments/{paymentID}")]
        HttpRequestData request,
        string direction,
        string orderID,
        string paymentID) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => payments.DeleteAsync(
                wire, direction, wire.Sent(3, orderID), paymentID, cancellation));
}
