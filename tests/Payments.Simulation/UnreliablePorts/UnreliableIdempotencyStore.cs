using Payments.Handlers.Ports;
using Payments.Simulation.FaultInjection;
using Payments.Testing.InMemory;

namespace Payments.Simulation.UnreliablePorts;

/// <summary>Stored responses over an unreliable connection.</summary>
internal sealed class UnreliableIdempotencyStore(InMemoryIdempotencyStore inner, Wire wire) : IIdempotencyStore
{
    public async Task<IdempotencyRecord?> FindAsync(IdempotencyKeyName name, CancellationToken cancellationToken)
    {
        await wire.ReachStorageAsync("find request");
        var found = await inner.FindAsync(name, cancellationToken);
        await wire.TripAsync("found request");
        return found;
    }

    public Task<string?> TryAddAsync(
        IdempotencyKeyName name, IdempotencyRecord request, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.TryAddAsync(name, request, cancellationToken));

    public Task<string?> TryReplaceAsync(
        IdempotencyKeyName name, IdempotencyRecord request, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.TryReplaceAsync(name, request, cancellationToken));

    private async Task<string?> WriteAsync(Func<Task<string?>> write)
    {
        await wire.ReachStorageAsync("keep request");
        var version = await write();
        if (wire.Strikes(FaultKind.WriteTimeOutAfter)) throw new PortFaultException("Keeping a request timed out.");
        if (wire.Strikes(FaultKind.KeyAnswerLost)) version = null;
        await wire.TripAsync(version is null ? "request is kept already" : "kept request");
        return version;
    }
}
