using System.Globalization;
using Payments.Handlers.Ports;

namespace Payments.Testing.InMemory;

/// <summary>Idempotency records in memory; each write of one is another version.</summary>
public sealed class InMemoryIdempotencyStore : IIdempotencyStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IdempotencyKeyName, IdempotencyRecord> _requests = [];
    private long _writes;

    /// <summary>The number of reads and writes so far.</summary>
    public int Calls { get; private set; }

    public Task<IdempotencyRecord?> FindAsync(IdempotencyKeyName name, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Calls++;
            return Task.FromResult(_requests.GetValueOrDefault(name));
        }
    }

    public Task<string?> TryAddAsync(
        IdempotencyKeyName name, IdempotencyRecord request, CancellationToken cancellationToken) =>
        WriteAsync(name, request, expected: null);

    public Task<string?> TryReplaceAsync(
        IdempotencyKeyName name, IdempotencyRecord request, CancellationToken cancellationToken) =>
        WriteAsync(name, request, request.Version);

    private Task<string?> WriteAsync(IdempotencyKeyName name, IdempotencyRecord request, string? expected)
    {
        lock (_lock)
        {
            Calls++;
            if (_requests.GetValueOrDefault(name)?.Version != expected) return Task.FromResult<string?>(null);
            var version = (++_writes).ToString(CultureInfo.InvariantCulture);
            _requests[name] = request with { Version = version };
            return Task.FromResult<string?>(version);
        }
    }
}
