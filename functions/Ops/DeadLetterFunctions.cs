using System.Globalization;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Payments.Dialects.Flow;
using Payments.Dialects.Ops;
using Payments.Dialects.Wire;
using Payments.Functions.Http;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.ServiceBus;

namespace Payments.Functions.Ops;

/// <summary>Lists dead letters and requeues them once their cause is fixed: extensions beyond the three APIs.</summary>
public sealed partial class DeadLetterFunctions(
    HttpExchange exchange,
    FlowDialect dialect,
    OpsAccess access,
    IDeadLetters deadLetters,
    ILogger<DeadLetterFunctions> log)
{
    private const int MaxPerQueue = 200;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>The dead letters of all queues with their reasons, oldest first.</summary>
    [Function("OpsListDeadLetters")]
    public Task<HttpResponseData> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/dead-letters")]
        HttpRequestData request) =>
        exchange.AnswerAnyoneAsync(
            request,
            dialect,
            async (wire, cancellation) => await access.RejectAsync(wire)
                ?? WireResponse.Json(200, await deadLetters.ListAsync(MaxPerQueue, cancellation), Options));

    /// <summary>Requeues all dead letters of a queue.</summary>
    [Function("OpsRequeueDeadLetters")]
    public Task<HttpResponseData> PutAllBackAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/dead-letters/{queue}")]
        HttpRequestData request,
        string queue) =>
        exchange.AnswerAnyoneAsync(
            request, dialect, (wire, cancellation) => RequeueAsync(wire, queue, null, cancellation));

    /// <summary>Requeues one dead letter.</summary>
    [Function("OpsRequeueDeadLetter")]
    public Task<HttpResponseData> PutOneBackAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/dead-letters/{queue}/{sequenceNumber}")]
        HttpRequestData request,
        string queue,
        string sequenceNumber) =>
        exchange.AnswerAnyoneAsync(
            request, dialect, (wire, cancellation) => RequeueAsync(wire, queue, sequenceNumber, cancellation));

    private async Task<WireResponse> RequeueAsync(
        WireRequest request, string queue, string? sequenceNumber, CancellationToken cancellationToken)
    {
        if (await access.RejectAsync(request) is { } rejection) return rejection;
        if (!QueueNames.All.Contains(queue)) return WireResponse.Empty(404);
        long? number = null;
        if (sequenceNumber is not null)
        {
            if (!long.TryParse(sequenceNumber, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed))
                return WireResponse.Empty(404);
            number = parsed;
        }

        var count = await deadLetters.RequeueAsync(queue, number, cancellationToken);
        LogRequeued(count, queue, OpsAccess.Operator);
        return number is not null && count == 0
            ? WireResponse.Empty(404)
            : WireResponse.Json(200, new { requeued = count }, Options);
    }

    [LoggerMessage(LogLevel.Warning, "{Count} dead letters of {Queue} were requeued by {Credential}.")]
    private partial void LogRequeued(int count, string queue, CredentialId credential);
}
