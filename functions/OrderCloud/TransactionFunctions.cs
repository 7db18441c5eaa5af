using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.OrderCloud;
using Payments.Functions.Http;

namespace Payments.Functions.OrderCloud;

/// <summary>OrderCloud payment transactions.</summary>
public sealed class TransactionFunctions(
    HttpExchange exchange, OrderCloudDialect dialect, OrderCloudTransactions transactions)
{
    /// <summary>A new transaction; the whole payment is answered.</summary>
    [Function("OrderCloudCreateTransaction")]
    public Task<HttpResponseData> CreateTransactionAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous,
            "post",
            Route = "v1/orders/{direction}/{orderID}/payments/{paymentID}/transactions")]
        HttpRequestData request,
        string direction,
        string orderID,
        string paymentID) =>
        exchange.AnswerOnceAsync(
            request,
            dialect,
            (wire, cancellation) => transactions.PostAsync(
                wire, direction, wire.Sent(3, orderID), paymentID, cancellation));

    /// <summary>Takes a transaction away, on which the ledger has not built.</summary>
    [Function("OrderCloudDeleteTransaction")]
    public Task<HttpResponseData> DeleteTransactionAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous,
            "delete",
            Route = "v1/orders/{direction}/{orderID}/payments/{paymentID}/transactions/{transactionID}")]
        HttpRequestData request,
        string direction,
        string orderID,
        string paymentID,
        string transactionID) =>
        exchange.AnswerAsync(
            request,
            dialect,
            (wire, cancellation) => transactions.DeleteAsync(
                wire, direction, wire.Sent(3, orderID), paymentID, transactionID, cancellation));
}
