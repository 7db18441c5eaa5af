using Microsoft.Extensions.Logging;

namespace Payments.LocalHost.ServiceBus;

/// <summary>A broker that cannot be reached is asked again, for as long as the host runs.</summary>
internal static class PumpFaults
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public static async Task WaitAsync(ILogger log, Exception fault, string queue, CancellationToken stopping)
    {
        log.LogError(fault, "Queue {Queue} cannot be read; trying again in {Pause}", queue, Pause);
        await Task.Delay(Pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
