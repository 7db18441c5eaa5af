using System.Globalization;
using Payments.Handlers.Ports;

namespace Payments.Testing.InMemory;

/// <summary>The outbox in memory.</summary>
public sealed class InMemoryOutbox : IOutbox
{
    private readonly Lock _lock = new();
    private readonly List<OutboxEntry> _entries = [];
    private int _added;

    public Task AddAsync(WorkItem work, DateTimeOffset due, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_entries.Exists(entry => entry.Item == work && entry.Due == due))
                _entries.Add(new OutboxEntry((++_added).ToString(CultureInfo.InvariantCulture), work, due));
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<OutboxEntry>> OldestAsync(int most, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<OutboxEntry>>([.. _entries.OrderBy(entry => entry.Due).Take(most)]);
    }

    public Task RemoveAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        lock (_lock) _entries.RemoveAll(found => found.Name == entry.Name);
        return Task.CompletedTask;
    }
}
