using System.Runtime.CompilerServices;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Simulation.FaultInjection;
using Payments.Testing.InMemory;

namespace Payments.Simulation.UnreliablePorts;

/// <summary>Organizations' lists over an unreliable connection.</summary>
internal sealed class UnreliableTimeline(InMemoryTimeline inner, Wire wire) : ITimeline
{
    public async Task AppendAsync(
        OrganizationId organization, IReadOnlyCollection<TimelineEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0) return;
        await wire.ReachStorageAsync("append lines");
        await inner.AppendAsync(organization, entries, cancellationToken);
        if (wire.Strikes(FaultKind.WriteTimeOutAfter)) throw new PortFaultException("Appending lines timed out.");
        await wire.TripAsync("appended lines");
    }

    public async IAsyncEnumerable<TimelineEntry> ReadAsync(
        OrganizationId organization,
        string kind,
        TimelineList list,
        TimelineOrder order,
        int expected,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await wire.ReachStorageAsync("read lines");
        foreach (var entry in inner.List(organization, kind, list, order)) yield return entry;
    }

    public async IAsyncEnumerable<TimelineEntry> ReadBetweenAsync(
        OrganizationId organization,
        string kind,
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await wire.ReachStorageAsync("read lines between");
        await foreach (var entry in inner.ReadBetweenAsync(organization, kind, from, to, cancellationToken))
            yield return entry;
    }

    public async Task RemoveAsync(
        OrganizationId organization, TimelineEntry entry, CancellationToken cancellationToken)
    {
        await wire.ReachStorageAsync("remove line");
        await inner.RemoveAsync(organization, entry, cancellationToken);
        await wire.TripAsync("removed line");
    }
}
