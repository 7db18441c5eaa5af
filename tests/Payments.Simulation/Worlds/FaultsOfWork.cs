using Microsoft.Extensions.Logging;
using Payments.Functions.Queues;

namespace Payments.Simulation.Worlds;

/// <summary>
/// Receives the failures for which the queue functions reschedule work: one that is not a port's is a defect, even if
/// the work succeeds in the end.
/// </summary>
internal sealed class FaultsOfWork(World world) : ILogger<WorkDelivery>
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (exception is not null && !World.IsExpected(exception)) world.Violate($"work failed: {exception}");
    }
}
