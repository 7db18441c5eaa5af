using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;
using Payments.Handlers.Reconciliation;

namespace Payments.Functions.Timers;

/// <summary>Compares what the processors say moved with the ledgers, once a day.</summary>
public sealed partial class ReconciliationTimer(DailyReconciliation reconciliation, ILogger<ReconciliationTimer> log)
{
    /// <summary>
    /// At 04:30 UTC: by then most of yesterday's unknown outcomes are learned. It may run twice: it changes nothing.
    /// </summary>
    [Function("ReconcileDaily")]
    public async Task ReconcileAsync([TimerTrigger("0 30 4 * * *")] TimerInfo timer, FunctionContext context)
    {
        try
        {
            await reconciliation.RunAsync(context.CancellationToken);
        }
        catch (StorageUnavailableException away)
        {
            LogAway(away.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "Yesterday was not reconciled; ask for it by /ops/reconciliation: {Reason}")]
    private partial void LogAway(string reason);
}
