using Microsoft.Extensions.Logging;
using Payments.Functions.Queues;

namespace Payments.Simulation.Worlds;

/// <summary>
/// Hears of the faults that the queue functions put off: one that is not of a port is a defect, however well the work
/// ends.
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
        if (exception is not null && !World.IsExpected(exception)) world.Violate($"work ended in {exception}");
    }
}
