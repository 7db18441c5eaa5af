using Payments.Handlers;

namespace Payments.Simulation;

/// <summary>
/// The broker over an unreliable way. A sender that has lost its patience leaves a message on that way.
/// </summary>
internal sealed class UnreliableQueue(Broker broker, Wire wire) : IWorkQueue
{
    public Task EnqueueAsync(Work work, TimeSpan delay, CancellationToken cancellationToken) =>
        SendAsync(work, delay).WaitAsync(cancellationToken);

    private async Task SendAsync(Work work, TimeSpan delay)
    {
        await wire.TripAsync("send");
        if (wire.Strikes(FaultKind.BrokerUnreachable)) throw Unreachable("The broker can't be reached.");
        broker.Take(work, delay);
        if (wire.Strikes(FaultKind.SendTimeOutAfter)) throw Unreachable("Sending timed out.");
        await wire.TripAsync("sent");
    }

    private static QueueUnreachableException Unreachable(string message) =>
        new(message, new PortFaultException(message));
}
