using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>One line of an organization's list.</summary>
/// <param name="Kind">Which list: a prefix of resources' ids, or that of their versions.</param>
/// <param name="Id">What the line names.</param>
/// <param name="At">When that came to be, to the tick as it has it itself. UTC.</param>
public sealed record TimelineEntry(string Kind, string Id, DateTimeOffset At);

/// <summary>From which end a list is read.</summary>
public enum TimelineOrder
{
    /// <summary>The newest line first.</summary>
    NewestFirst,

    /// <summary>The oldest line first.</summary>
    OldestFirst,
}

/// <summary>
/// The lists over a whole organization, in order of creation. A line is written before what it names is; one whose
/// change was never committed is passed over when the list is read, and so is one with another time than what it names:
/// a change that is tried again writes another line.
/// </summary>
public interface ITimeline
{
    /// <summary>Adds lines; the same line twice is one.</summary>
    Task AppendAsync(
        OrganizationId organization, IReadOnlyCollection<TimelineEntry> entries, CancellationToken cancellationToken);

    /// <summary>A list's lines, read as they are taken: what is not taken costs nothing.</summary>
    IAsyncEnumerable<TimelineEntry> ReadAsync(
        OrganizationId organization, string kind, TimelineOrder order, CancellationToken cancellationToken);

    /// <summary>A list's lines of a time, its end left out; the oldest first, read as they are taken.</summary>
    IAsyncEnumerable<TimelineEntry> ReadBetweenAsync(
        OrganizationId organization,
        string kind,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken);

    /// <summary>Removes a line that names nothing.</summary>
    Task RemoveAsync(OrganizationId organization, TimelineEntry entry, CancellationToken cancellationToken);
}
