using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Ports;

/// <summary>A change of a listed resource, as an entry of its organization's lists.</summary>
/// <param name="Kind">The kind of resource: the prefix of its ids.</param>
/// <param name="Ledger">The resource's ledger.</param>
/// <param name="Record">The resource.</param>
/// <param name="Sequence">
/// The number of the change's journal entry; null in entries of an earlier release, which listed resources and their
/// first versions apart.
/// </param>
/// <param name="Creates">Whether the change creates the resource.</param>
/// <param name="At">The time of the change, to the tick, as stored in the journal; UTC.</param>
public sealed record TimelineEntry(
    string Kind, LedgerId Ledger, RecordKey Record, long? Sequence, bool Creates, DateTimeOffset At)
{
    /// <summary>Whether this entry announced a change that was made.</summary>
    public bool IsOf(JournalEntry change) =>
        change.Sequence == Sequence && change.Record.RecordKey == Record && change.At == At;
}

/// <summary>What an organization's list has, for a kind of resource.</summary>
public enum TimelineList
{
    /// <summary>The resources: the entries that create one.</summary>
    Resources,

    /// <summary>Their versions: all entries.</summary>
    Versions,
}

/// <summary>From which end a list is read.</summary>
public enum TimelineOrder
{
    /// <summary>The newest entry first.</summary>
    NewestFirst,

    /// <summary>The oldest entry first.</summary>
    OldestFirst,
}

/// <summary>
/// An organization's lists, in order of time. An entry is written before what it refers to. When a list is read,
/// entries are skipped whose change was never committed, or whose time differs from that of what they refer to: a
/// change that is retried writes another entry.
/// </summary>
public interface ITimeline
{
    /// <summary>
    /// Adds entries; adding the same entry twice is one. One that is added as a change that creates nothing, before it
    /// is removed as one that creates a resource, is one version meanwhile.
    /// </summary>
    Task AppendAsync(
        OrganizationId organization, IReadOnlyCollection<TimelineEntry> entries, CancellationToken cancellationToken);

    /// <summary>The entries of a list, read lazily: those not enumerated cost next to nothing.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="kind">The kind of resource.</param>
    /// <param name="list">Which of its lists.</param>
    /// <param name="order">From which end.</param>
    /// <param name="expected">How many entries will probably be read: that many are fetched at once.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<TimelineEntry> ReadAsync(
        OrganizationId organization,
        string kind,
        TimelineList list,
        TimelineOrder order,
        int expected,
        CancellationToken cancellationToken);

    /// <summary>The versions of a time range, exclusive of its end; the oldest first, read lazily.</summary>
    IAsyncEnumerable<TimelineEntry> ReadBetweenAsync(
        OrganizationId organization,
        string kind,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken);

    /// <summary>Removes an entry that refers to nothing.</summary>
    Task RemoveAsync(OrganizationId organization, TimelineEntry entry, CancellationToken cancellationToken);
}
