using System.Runtime.CompilerServices;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;

namespace Payments.Testing.InMemory;

/// <summary>Organizations' lists in memory.</summary>
public sealed class InMemoryTimeline : ITimeline
{
    private readonly Lock _lock = new();
    private readonly HashSet<(OrganizationId Organization, TimelineEntry Entry)> _lines = [];

    public Task AppendAsync(
        OrganizationId organization, IReadOnlyCollection<TimelineEntry> entries, CancellationToken cancellationToken)
    {
        lock (_lock) _lines.UnionWith(entries.Select(entry => (organization, entry)));
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<TimelineEntry> ReadAsync(
        OrganizationId organization,
        string kind,
        TimelineOrder order,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var entry in List(organization, kind, order)) yield return entry;
    }

    public async IAsyncEnumerable<TimelineEntry> ReadBetweenAsync(
        OrganizationId organization,
        string kind,
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var entry in List(organization, kind, TimelineOrder.OldestFirst))
        {
            if (entry.At >= from && entry.At < to) yield return entry;
        }
    }

    public Task RemoveAsync(OrganizationId organization, TimelineEntry entry, CancellationToken cancellationToken)
    {
        lock (_lock) _lines.Remove((organization, entry));
        return Task.CompletedTask;
    }

    /// <summary>A list, the newest entry first by default.</summary>
    public IReadOnlyList<TimelineEntry> List(
        OrganizationId organization, string kind, TimelineOrder order = TimelineOrder.NewestFirst)
    {
        lock (_lock)
        {
            var lines = _lines
                .Where(line => line.Organization == organization && line.Entry.Kind == kind)
                .Select(line => line.Entry);
            var ordered = order == TimelineOrder.OldestFirst
                ? lines.OrderBy(entry => entry.At)
                : lines.OrderByDescending(entry => entry.At);
            return [.. ordered.ThenBy(entry => entry.Id, StringComparer.Ordinal)];
        }
    }
}
