using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.OrderCloud;
using Payments.Dialects.OrderCloud.Payments;
using Payments.Functions.Http;

namespace Payments.Functions.OrderCloud;

/// <summary>OrderCloud payment transactions.</summary>
public sealed class TransactionFunctions(
    HttpExchange exchange, OrderCloudDialect orderCloud, OrderCloudTransactions transactions)
{
    private const string All = "v1/orders/{direction}/{orderID}/payments/{paymentID}/transactions";
    private const string One = All + "/{transactionID}";

    /// <summary>Creates a transaction; the response is the whole payment.</summary>
    [Function("OrderCloudCreateTransaction")]
    public Task<HttpResponseData> CreateTransactionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = All)] HttpRequestData request,
        string direction,
        string orderID,
        string paymentID) =>
        exchange.HandleIdempotentAsync(
            request,
            orderCloud.At(direction, request.Sent(3, orderID), Roles.Administrators),
            (call, cancellation) => transactions.PostAsync(call, paymentID, cancellation));

    /// <summary>Deletes a transaction that nothing in the ledger depends on.</summary>
    [Function("OrderCloudDeleteTransaction")]
    public Task<HttpResponseData> DeleteTransactionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequestData request,
        string direction,
        string orderID,
        string paymentID,
        string transactionID) =>
        exchange.HandleAsync(
            request,
            orderCloud.At(direction, request.Sent(3, orderID), Roles.Administrators),
            (call, cancellation) => transactions.DeleteAsync(call, paymentID, transactionID, cancellation));
}
