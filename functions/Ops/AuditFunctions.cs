using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Ops;
using Payments.Functions.Http;

namespace Payments.Functions.Ops;

/// <summary>Who changed what in an organization's ledgers: an extension beyond the three APIs.</summary>
public sealed class AuditFunctions(HttpExchange exchange, AuditEndpoint endpoint, OpsAudit audit)
{
    /// <summary>A page of the changes, by order, resource, credential and time.</summary>
    [Function("OpsGetAudit")]
    public Task<HttpResponseData> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/audit")] HttpRequestData request) =>
        exchange.HandleAsync(request, endpoint, audit.ListAsync);
}
