using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.CommerceHub;
using Payments.Dialects.CommerceHub.Credits;
using Payments.Functions.Http;

namespace Payments.Functions.CommerceHub;

/// <summary>Commerce Hub credits, with or without the path prefix <c>/ch</c>.</summary>
public sealed class CreditFunctions(
    HttpExchange exchange, CommerceHubDialect commerceHub, CommerceHubCredits credits)
{
    /// <summary>Creates an open credit.</summary>
    [Function("CommerceHubCredit")]
    public Task<HttpResponseData> CreditAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "payments/v1/credits")]
        HttpRequestData request) =>
        exchange.HandleIdempotentAsync(request, commerceHub, credits.PostAsync);

    /// <summary>The same, below the prefix of the gateway.</summary>
    [Function("CommerceHubCreditBelowCh")]
    public Task<HttpResponseData> CreditBelowChAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ch/payments/v1/credits")]
        HttpRequestData request) =>
        exchange.HandleIdempotentAsync(request, commerceHub, credits.PostAsync);

    /// <summary>Creates an open refund: an open credit by its newer path.</summary>
    [Function("CommerceHubRefund")]
    public Task<HttpResponseData> RefundAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "payments/v1/refunds")]
        HttpRequestData request) =>
        exchange.HandleIdempotentAsync(request, commerceHub, credits.PostRefundAsync);

    /// <summary>The same, below the prefix of the gateway.</summary>
    [Function("CommerceHubRefundBelowCh")]
    public Task<HttpResponseData> RefundBelowChAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ch/payments/v1/refunds")]
        HttpRequestData request) =>
        exchange.HandleIdempotentAsync(request, commerceHub, credits.PostRefundAsync);

    /// <summary>Reads a credit: an extension beyond the Commerce Hub API.</summary>
    [Function("CommerceHubGetCredit")]
    public Task<HttpResponseData> GetCreditAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "payments/v1/credits/{transactionId}")]
        HttpRequestData request,
        string transactionId) =>
        exchange.HandleAsync(
            request, commerceHub, (call, cancellation) => credits.GetAsync(call, transactionId, cancellation));

    /// <summary>The same, below the prefix of the gateway.</summary>
    [Function("CommerceHubGetCreditBelowCh")]
    public Task<HttpResponseData> GetCreditBelowChAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ch/payments/v1/credits/{transactionId}")]
        HttpRequestData request,
        string transactionId) =>
        exchange.HandleAsync(
            request, commerceHub, (call, cancellation) => credits.GetAsync(call, transactionId, cancellation));
}
