using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Testing.InMemory;

/// <summary>Organizations' lists in memory.</summary>
public sealed class InMemoryTimeline : ITimeline
{
    private readonly Lock _lock = new();
    private readonly HashSet<(OrganizationId Organization, TimelineEntry Entry)> _lines = [];

    public Task AppendAsync(OrganizationId organization, TimelineEntry entry, CancellationToken cancellationToken)
    {
        lock (_lock) _lines.Add((organization, entry));
        return Task.CompletedTask;
    }

    /// <summary>A list, the newest line first.</summary>
    public IReadOnlyList<TimelineEntry> List(OrganizationId organization, string kind)
    {
        lock (_lock)
        {
            return
            [
                .. _lines
                    .Where(line => line.Organization == organization && line.Entry.Kind == kind)
                    .Select(line => line.Entry)
                    .OrderByDescending(entry => entry.At)
                    .ThenBy(entry => entry.Id, StringComparer.Ordinal),
            ];
        }
    }
}
