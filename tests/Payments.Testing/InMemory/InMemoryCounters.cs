using System.Globalization;
using Payments.Handlers.Ports;

namespace Payments.Testing.InMemory;

/// <summary>Counters in memory; each write is another version.</summary>
public sealed class InMemoryCounters : ICounterStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CounterName, Counter> _counters = [];
    private long _writes;

    public Task<Counter?> FindAsync(CounterName name, CancellationToken cancellationToken)
    {
        lock (_lock) return Task.FromResult(_counters.GetValueOrDefault(name));
    }

    public Task<string?> TryWriteAsync(CounterName name, Counter counter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_counters.GetValueOrDefault(name)?.Version != counter.Version) return Task.FromResult<string?>(null);
            var version = (++_writes).ToString(CultureInfo.InvariantCulture);
            _counters[name] = counter with { Version = version };
            return Task.FromResult<string?>(version);
        }
    }
}
