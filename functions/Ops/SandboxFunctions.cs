using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Dialects.Wire;
using Payments.Functions.Http;
using Payments.Ledger.Currencies;
using Payments.Processors.Sandbox;

namespace Payments.Functions.Ops;

/// <summary>
/// What the sandbox processor really moved, to compare with the ledger: an extension beyond the three APIs.
/// </summary>
public sealed class SandboxFunctions(HttpExchange exchange, FlowDialect flow, ISandboxBooks books)
{
    /// <summary>
    /// What was captured, refunded and credited on the account of the caller's organization: totals by currency, and
    /// every operation behind them. Requires a Flow token.
    /// </summary>
    [Function("OpsSandbox")]
    public Task<HttpResponseData> GetSandboxAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/sandbox")] HttpRequestData request) =>
        exchange.HandleAsync(
            request,
            flow.OfCallers(),
            async (call, cancellation) => Shown(
                await SandboxStatement.ReadAsync(books, call.Organization, cancellation)));

    private static WireResponse Shown(SandboxStatement statement) => WireResponse.Json(
        200,
        new
        {
            captured = By(statement, totals => totals.Captured),
            refunded = By(statement, totals => totals.Refunded),
            credited = By(statement, totals => totals.Credited),
            operations = statement.Operations.Select(operation => new
            {
                reference = operation.Reference,
                idempotency_key = operation.IdempotencyKey,
                kind = operation.Kind.ToString(),
                amount = operation.Amount.ToDecimal(),
                currency = operation.Amount.Currency.Code,
                state = operation.State.ToString(),
                target = operation.Target,
                decline_code = operation.Decline?.Code,
                asks = operation.Asks,
                asked_at = operation.AskedAt,
            }),
        },
        JsonSerializerOptions.Default);

    private static Dictionary<string, decimal> By(SandboxStatement statement, Func<SandboxTotals, Money> amount) =>
        statement.Totals.ToDictionary(entry => entry.Key, entry => amount(entry.Value).ToDecimal());
}
