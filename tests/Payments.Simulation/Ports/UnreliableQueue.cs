using Payments.Handlers;

namespace Payments.Simulation;

/// <summary>The broker over an unreliable way.</summary>
internal sealed class UnreliableQueue(Broker broker, Wire wire) : IWorkQueue
{
    public async Task EnqueueAsync(Work work, TimeSpan delay, CancellationToken cancellationToken)
    {
        await wire.TripAsync("send");
        if (wire.Strikes(FaultKind.BrokerUnreachable)) throw new PortFaultException("The broker can't be reached.");
        broker.Take(work, delay);
        if (wire.Strikes(FaultKind.SendTimeOutAfter)) throw new PortFaultException("Sending timed out.");
        await wire.TripAsync("sent");
    }
}
