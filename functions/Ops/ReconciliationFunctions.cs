using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Ops;
using Payments.Functions.Http;

namespace Payments.Functions.Ops;

/// <summary>
/// What an organization's processors say moved, compared with its ledgers: an extension beyond the three APIs.
/// </summary>
public sealed class ReconciliationFunctions(
    HttpExchange exchange, AuditEndpoint endpoint, OpsReconciliation reconciliation)
{
    /// <summary>The differences of a period, with their likely causes.</summary>
    [Function("OpsGetReconciliation")]
    public Task<HttpResponseData> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/reconciliation")] HttpRequestData request) =>
        exchange.HandleAsync(request, endpoint, reconciliation.GetAsync);
}
