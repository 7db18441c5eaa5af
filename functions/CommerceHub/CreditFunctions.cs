using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.CommerceHub;
using Payments.Functions.Http;

namespace Payments.Functions.CommerceHub;

/// <summary>Commerce Hub credits; its clients put <c>/ch</c> before the path, or do not.</summary>
public sealed class CreditFunctions(
    HttpExchange exchange, CommerceHubDialect dialect, CommerceHubCredits credits)
{
    /// <summary>An open credit.</summary>
    [Function("CommerceHubCredit")]
    public Task<HttpResponseData> CreditAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "payments/v1/credits")]
        HttpRequestData request,
        CancellationToken cancellationToken) =>
        exchange.AnswerOnceAsync(
            request, dialect, wire => credits.PostAsync(wire, cancellationToken), cancellationToken);

    /// <summary>The same, below the prefix of the gateway.</summary>
    [Function("CommerceHubCreditBelowCh")]
    public Task<HttpResponseData> CreditBelowChAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ch/payments/v1/credits")]
        HttpRequestData request,
        CancellationToken cancellationToken) =>
        exchange.AnswerOnceAsync(
            request, dialect, wire => credits.PostAsync(wire, cancellationToken), cancellationToken);

    /// <summary>A credit as it stands: an operation of ours.</summary>
    [Function("CommerceHubGetCredit")]
    public Task<HttpResponseData> GetCreditAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "payments/v1/credits/{transactionId}")]
        HttpRequestData request,
        string transactionId,
        CancellationToken cancellationToken) =>
        exchange.AnswerAsync(
            request, dialect, wire => credits.GetAsync(wire, transactionId, cancellationToken), cancellationToken);

    /// <summary>The same, below the prefix of the gateway.</summary>
    [Function("CommerceHubGetCreditBelowCh")]
    public Task<HttpResponseData> GetCreditBelowChAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ch/payments/v1/credits/{transactionId}")]
        HttpRequestData request,
        string transactionId,
        CancellationToken cancellationToken) =>
        exchange.AnswerAsync(
            request, dialect, wire => credits.GetAsync(wire, transactionId, cancellationToken), cancellationToken);
}
