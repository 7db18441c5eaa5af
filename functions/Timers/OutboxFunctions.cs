using Microsoft.Azure.Functions.Worker;
using Payments.Handlers.Queue;

namespace Payments.Functions.Timers;

/// <summary>Sends what was stored in the outbox while Service Bus could not be reached.</summary>
public sealed class OutboxFunctions(OutboxQueue queue)
{
    /// <summary>Every 30 seconds: normally one query of an empty partition.</summary>
    [Function("DrainOutbox")]
    public Task DrainAsync([TimerTrigger("*/30 * * * * *")] TimerInfo timer, FunctionContext context) =>
        queue.DrainAsync(context.CancellationToken);
}
