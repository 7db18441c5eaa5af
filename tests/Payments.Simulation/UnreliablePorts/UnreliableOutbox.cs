using Payments.Handlers.Ports;
using Payments.Simulation.FaultInjection;
using Payments.Simulation.Worlds;
using Payments.Testing.InMemory;

namespace Payments.Simulation.UnreliablePorts;

/// <summary>The outbox over an unreliable connection; it is drained some time after something was added.</summary>
internal sealed class UnreliableOutbox(InMemoryOutbox inner, Wire wire, World world) : IOutbox
{
    public async Task AddAsync(WorkItem work, DateTimeOffset due, CancellationToken cancellationToken)
    {
        await wire.ReachStorageAsync("write down");
        await inner.AddAsync(work, due, cancellationToken);
        world.DrainLater();
        if (wire.Strikes(FaultKind.WriteTimeOutAfter)) throw new PortFaultException("Writing to the outbox timed out.");
        await wire.TripAsync("stored");
    }

    public async Task<IReadOnlyList<OutboxEntry>> OldestAsync(int most, CancellationToken cancellationToken)
    {
        await wire.ReachStorageAsync("oldest");
        return await inner.OldestAsync(most, cancellationToken);
    }

    public async Task RemoveAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        await wire.ReachStorageAsync("forget");
        await inner.RemoveAsync(entry, cancellationToken);
        await wire.TripAsync("forgotten");
    }
}
