using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>An entry of one of an organization's lists.</summary>
/// <param name="Kind">Which list: the prefix of the resources' ids, or the name of the list of their versions.</param>
/// <param name="Id">What the entry refers to.</param>
/// <param name="At">When that was created, to the tick, as stored in it; UTC.</param>
public sealed record TimelineEntry(string Kind, string Id, DateTimeOffset At);

/// <summary>From which end a list is read.</summary>
public enum TimelineOrder
{
    /// <summary>The newest entry first.</summary>
    NewestFirst,

    /// <summary>The oldest entry first.</summary>
    OldestFirst,
}

/// <summary>
/// An organization's lists, in order of creation. An entry is written before what it refers to. When a list is read,
/// entries are skipped whose change was never committed, or whose time differs from that of what they refer to: a
/// change that is retried writes another entry.
/// </summary>
public interface ITimeline
{
    /// <summary>Adds entries; adding the same entry twice is one.</summary>
    Task AppendAsync(
        OrganizationId organization, IReadOnlyCollection<TimelineEntry> entries, CancellationToken cancellationToken);

    /// <summary>The entries of a list, read lazily: those not enumerated cost nothing.</summary>
    IAsyncEnumerable<TimelineEntry> ReadAsync(
        OrganizationId organization, string kind, TimelineOrder order, CancellationToken cancellationToken);

    /// <summary>The entries of a list from a time range, exclusive of its end; the oldest first, read lazily.</summary>
    IAsyncEnumerable<TimelineEntry> ReadBetweenAsync(
        OrganizationId organization,
        string kind,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken);

    /// <summary>Removes an entry that refers to nothing.</summary>
    Task RemoveAsync(OrganizationId organization, TimelineEntry entry, CancellationToken cancellationToken);
}
