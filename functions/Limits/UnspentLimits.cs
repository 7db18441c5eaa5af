using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Limits;

namespace Payments.Functions.Limits;

/// <summary>
/// When this instance stops, and serves no more requests, returns what it has not spent of organizations' daily limits,
/// so that other instances can spend it. What can't be returned counts as spent: no reason to delay the stop.
/// </summary>
public sealed partial class UnspentLimits(DailyLimits limits, ILogger<UnspentLimits> log) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await limits.CloseAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Whatever the fault is, the limit holds.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogLost(fault);
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "What was not spent of daily limits could not be returned, and counts as spent.")]
    private partial void LogLost(Exception fault);
}
