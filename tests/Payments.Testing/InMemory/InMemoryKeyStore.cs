using System.Globalization;
using Payments.Handlers.Ports;

namespace Payments.Testing.InMemory;

/// <summary>Callers' keys in memory; each write of a key is another version.</summary>
public sealed class InMemoryKeyStore : IKeyStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<KeyName, KeyReservation> _reservations = [];
    private long _writes;

    public Task<KeyReservation?> FindAsync(KeyName name, CancellationToken cancellationToken)
    {
        lock (_lock) return Task.FromResult(_reservations.GetValueOrDefault(name));
    }

    public Task<bool> TryReserveAsync(
        KeyName name, KeyReservation reservation, CancellationToken cancellationToken)
    {
        lock (_lock) return Task.FromResult(_reservations.TryAdd(name, Versioned(reservation)));
    }

    public Task<bool> TryTakeOverAsync(
        KeyName name, KeyReservation abandoned, KeyReservation reservation, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_reservations.GetValueOrDefault(name)?.Version != abandoned.Version) return Task.FromResult(false);
            _reservations[name] = Versioned(reservation);
            return Task.FromResult(true);
        }
    }

    private KeyReservation Versioned(KeyReservation reservation) =>
        reservation with { Version = (++_writes).ToString(CultureInfo.InvariantCulture) };
}
