using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;

namespace Payments.Functions.Timers;

/// <summary>Sends what was stored in the outbox while Service Bus could not be reached.</summary>
public sealed partial class OutboxFunctions(OutboxQueue queue, ILogger<OutboxFunctions> log)
{
    /// <summary>
    /// Every 30 seconds: normally one query of an empty partition. Storage that is away, or whose tables are not
    /// created yet, is tried again then.
    /// </summary>
    [Function("DrainOutbox")]
    public async Task DrainAsync([TimerTrigger("*/30 * * * * *")] TimerInfo timer, FunctionContext context)
    {
        try
        {
            await queue.DrainAsync(context.CancellationToken);
        }
        catch (StorageUnavailableException away)
        {
            LogAway(away.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The outbox was not drained, which is tried again in 30 seconds: {Reason}")]
    private partial void LogAway(string reason);
}
