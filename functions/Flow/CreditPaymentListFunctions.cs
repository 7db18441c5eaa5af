using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Lists;
using Payments.Functions.Http;

namespace Payments.Functions.Flow;

/// <summary>Lists of credit payments.</summary>
public sealed class CreditPaymentListFunctions(HttpExchange exchange, FlowDialect dialect, FlowCreditPaymentLists lists)
{
    /// <summary>Some of the credit payments.</summary>
    [Function("FlowGetCreditPayments")]
    public Task<HttpResponseData> GetCreditPaymentsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/credit/payments")]
        HttpRequestData request,
        string organization) =>
        exchange.AnswerAsync(
            request, dialect, (wire, cancellation) => lists.GetAsync(wire, organization, cancellation));

    /// <summary>Some of the states that they were in.</summary>
    [Function("FlowGetCreditPaymentVersions")]
    public Task<HttpResponseData> GetCreditPaymentVersionsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{organization}/credit/payments/versions")]
        HttpRequestData request,
        string organization) =>
        exchange.AnswerAsync(
            request, dialect, (wire, cancellation) => lists.GetVersionsAsync(wire, organization, cancellation));
}
