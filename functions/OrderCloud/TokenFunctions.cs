using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.OrderCloud;
using Payments.Dialects.OrderCloud.TokenEndpoints;
using Payments.Functions.Http;

namespace Payments.Functions.OrderCloud;

/// <summary>OrderCloud tokens.</summary>
public sealed class TokenFunctions(HttpExchange exchange, OrderCloudDialect orderCloud, OrderCloudTokens tokens)
{
    /// <summary>Issues a token for a client id and secret.</summary>
    [Function("OrderCloudToken")]
    public Task<HttpResponseData> TokenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "oauth/token")]
        HttpRequestData request) =>
        exchange.AnswerAnyoneAsync(request, tokens, tokens.PostAsync, OrderCloudTokens.MaxFormBytes);

    /// <summary>The public half of the key that signs tokens.</summary>
    [Function("OrderCloudTokenKey")]
    public Task<HttpResponseData> TokenKeyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "oauth/certs/{kid}")]
        HttpRequestData request,
        string kid) =>
        exchange.AnswerAnyoneAsync(request, orderCloud, (_, cancellation) => tokens.GetKeyAsync(kid, cancellation));
}
