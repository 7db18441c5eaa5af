using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Flow;
using Payments.Dialects.Wire;
using Payments.Functions.Http;
using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Processors.Sandbox;

namespace Payments.Functions.Ops;

/// <summary>
/// What the sandbox processor really moved, to compare with the ledger, and what happens there later: extensions beyond
/// the three APIs.
/// </summary>
public sealed class SandboxFunctions(
    HttpExchange exchange, FlowDialect flow, ISandboxBooks books, SandboxNews news, IWorkQueue queue)
{
    private static readonly FrozenDictionary<string, SandboxEvent> Events = Enum.GetValues<SandboxEvent>()
        .ToFrozenDictionary(
            happening => JsonNamingPolicy.SnakeCaseLower.ConvertName(happening.ToString()), StringComparer.Ordinal);

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

    /// <summary>
    /// Has something happen to an operation on the account of the caller's organization (<see cref="SandboxEvent"/>, in
    /// snake case), and notifies the service as a processor would. Requires a Flow token.
    /// </summary>
    [Function("OpsSandboxEvent")]
    public Task<HttpResponseData> PostEventAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/sandbox/{reference}/{what}")]
        HttpRequestData request,
        string reference,
        string what) =>
        exchange.HandleAsync(
            request,
            flow.OfCallers(),
            (call, cancellation) => HappenAsync(call.Organization, reference, what, cancellation));

    private async Task<WireResponse> HappenAsync(
        OrganizationId organization, string reference, string what, CancellationToken cancellationToken)
    {
        if (!Events.TryGetValue(what, out var happening)
            || await news.TellAsync(organization, reference, happening, cancellationToken) is not { } operation)
            return WireResponse.Empty(404);
        if (ProcessorNotification.About.Find(operation.Record ?? operation.IdempotencyKey) is { } about)
        {
            var address = new LedgerAddress(organization, about.Ledger);
            var review = new ReviewRecord(address, about.Record) { Part = about.Part };
            await queue.EnqueueAsync(review, TimeSpan.Zero, cancellationToken);
        }

        return WireResponse.Json(
            202, new { reference, state = operation.State.ToString() }, JsonSerializerOptions.Default);
    }

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
                voided = operation.Voided,
                disputes = (operation.Disputes ?? []).Select(dispute => new
                {
                    reference = dispute.Reference,
                    amount = dispute.Amount.ToDecimal(),
                    status = dispute.Status.ToString(),
                }),
            }),
        },
        JsonSerializerOptions.Default);

    private static Dictionary<string, decimal> By(SandboxStatement statement, Func<SandboxTotals, Money> amount) =>
        statement.Totals.ToDictionary(entry => entry.Key, entry => amount(entry.Value).ToDecimal());
}
