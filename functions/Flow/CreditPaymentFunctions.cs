using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.CreditPayments;
using Payments.Functions.Http;

namespace Payments.Functions.Flow;

/// <summary>Credit payments.</summary>
public sealed class CreditPaymentFunctions(HttpExchange exchange, FlowDialect flow, FlowCreditPayments creditPayments)
{
    private const string All = "{organization}/credit/payments";
    private const string One = All + "/{key}";
    private const string OneToRead = All + "/" + RouteKeys.NotVersions;
    private const string Versions = All + "/versions";

    /// <summary>Pays part of an order by credit.</summary>
    [Function("FlowPostCreditPayment")]
    public Task<HttpResponseData> PostCreditPaymentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = All)] HttpRequestData request,
        string organization) =>
        exchange.HandleIdempotentAsync(request, At(organization), creditPayments.PostAsync);

    /// <summary>Lists credit payments.</summary>
    [Function("FlowGetCreditPayments")]
    public Task<HttpResponseData> GetCreditPaymentsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = All)] HttpRequestData request,
        string organization) =>
        exchange.HandleAsync(request, At(organization), creditPayments.ListAsync);

    /// <summary>Lists versions of credit payments.</summary>
    [Function("FlowGetCreditPaymentVersions")]
    public Task<HttpResponseData> GetCreditPaymentVersionsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Versions)] HttpRequestData request,
        string organization) =>
        exchange.HandleAsync(request, At(organization), creditPayments.ListVersionsAsync);

    /// <summary>Reads one credit payment.</summary>
    [Function("FlowGetCreditPayment")]
    public Task<HttpResponseData> GetCreditPaymentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = OneToRead)] HttpRequestData request,
        string organization,
        string key) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => creditPayments.GetAsync(call, request.Sent(3, key), cancellation));

    /// <summary>Creates or replaces a credit payment.</summary>
    [Function("FlowPutCreditPayment")]
    public Task<HttpResponseData> PutCreditPaymentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = One)] HttpRequestData request,
        string organization,
        string key) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => creditPayments.PutAsync(call, request.Sent(3, key), cancellation));

    /// <summary>Removes a credit payment from its order.</summary>
    [Function("FlowDeleteCreditPayment")]
    public Task<HttpResponseData> DeleteCreditPaymentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequestData request,
        string organization,
        string key) =>
        exchange.HandleAsync(
            request,
            At(organization),
            (call, cancellation) => creditPayments.DeleteAsync(call, request.Sent(3, key), cancellation));

    private FlowEndpoint At(string organization) => flow.At(organization, CreditPaymentErrors.Model);
}
