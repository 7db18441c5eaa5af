using Microsoft.Azure.Functions.Worker;
using Payments.Handlers.Queue;

namespace Payments.Functions.Timers;

/// <summary>Sends what waited in the outbox while Service Bus could not be reached.</summary>
public sealed class OutboxFunctions(OutboxQueue queue)
{
    /// <summary>Every 30 seconds: one query of an empty partition while all is well.</summary>
    [Function("DrainOutbox")]
    public Task DrainAsync([TimerTrigger("*/30 * * * * *")] TimerInfo timer, FunctionContext context) =>
        queue.DrainAsync(context.CancellationToken);
}
