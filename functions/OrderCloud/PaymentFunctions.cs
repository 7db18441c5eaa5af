using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.OrderCloud;
using Payments.Dialects.OrderCloud.Payments;
using Payments.Functions.Http;

namespace Payments.Functions.OrderCloud;

/// <summary>OrderCloud payments.</summary>
public sealed class PaymentFunctions(HttpExchange exchange, OrderCloudDialect orderCloud, OrderCloudPayments payments)
{
    private const string All = "v1/orders/{direction}/{orderID}/payments";
    private const string One = All + "/{paymentID}";

    /// <summary>Lists the payments of an order, by page.</summary>
    [Function("OrderCloudListPayments")]
    public Task<HttpResponseData> ListPaymentsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = All)] HttpRequestData request,
        string direction,
        string orderID) =>
        exchange.HandleAsync(
            request,
            orderCloud.At(direction, request.Sent(3, orderID), Roles.Readers),
            payments.ListAsync);

    /// <summary>Creates a payment.</summary>
    [Function("OrderCloudCreatePayment")]
    public Task<HttpResponseData> CreatePaymentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = All)] HttpRequestData request,
        string direction,
        string orderID) =>
        exchange.HandleIdempotentAsync(
            request,
            orderCloud.At(direction, request.Sent(3, orderID), Roles.Writers),
            payments.PostAsync);

    /// <summary>Reads one payment.</summary>
    [Function("OrderCloudGetPayment")]
    public Task<HttpResponseData> GetPaymentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = One)] HttpRequestData request,
        string direction,
        string orderID,
        string paymentID) =>
        exchange.HandleAsync(
            request,
            orderCloud.At(direction, request.Sent(3, orderID), Roles.Readers),
            (call, cancellation) => payments.GetAsync(call, paymentID, cancellation));

    /// <summary>Changes the fields that are sent.</summary>
    [Function("OrderCloudPatchPayment")]
    public Task<HttpResponseData> PatchPaymentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = One)] HttpRequestData request,
        string direction,
        string orderID,
        string paymentID) =>
        exchange.HandleAsync(
            request,
            orderCloud.At(direction, request.Sent(3, orderID), Roles.Writers),
            (call, cancellation) => payments.PatchAsync(call, paymentID, cancellation));

    /// <summary>Deletes a payment of which nothing was captured.</summary>
    [Function("OrderCloudDeletePayment")]
    public Task<HttpResponseData> DeletePaymentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequestData request,
        string direction,
        string orderID,
        string paymentID) =>
        exchange.HandleAsync(
            request,
            orderCloud.At(direction, request.Sent(3, orderID), Roles.Writers),
            (call, cancellation) => payments.DeleteAsync(call, paymentID, cancellation));
}
