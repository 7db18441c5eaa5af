using Payments.Handlers.Ports;
using Payments.Simulation.FaultInjection;
using Payments.Testing.InMemory;

namespace Payments.Simulation.UnreliablePorts;

/// <summary>Callers' keys over an unreliable connection.</summary>
internal sealed class UnreliableKeyStore(InMemoryKeyStore inner, Wire wire) : IKeyStore
{
    public async Task<KeyReservation?> FindAsync(KeyName name, CancellationToken cancellationToken)
    {
        await wire.ReachStorageAsync("find key");
        var found = await inner.FindAsync(name, cancellationToken);
        wire.Read();
        await wire.TripAsync("found key");
        return found;
    }

    public Task<bool> TryReserveAsync(
        KeyName name, KeyReservation reservation, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.TryReserveAsync(name, reservation, cancellationToken));

    public Task<bool> TryTakeOverAsync(
        KeyName name, KeyReservation abandoned, KeyReservation reservation, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.TryTakeOverAsync(name, abandoned, reservation, cancellationToken));

    private async Task<bool> WriteAsync(Func<Task<bool>> write)
    {
        await wire.ReachStorageAsync("reserve key");
        var written = await write();
        if (wire.Strikes(FaultKind.WriteTimeOutAfter)) throw new PortFaultException("Reserving a key timed out.");
        if (wire.Strikes(FaultKind.KeyAnswerLost)) written = false;
        await wire.TripAsync(written ? "reserved key" : "key is reserved");
        return written;
    }
}
