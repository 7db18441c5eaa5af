using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>One line of an organization's list of a kind of resource.</summary>
/// <param name="Kind">The prefix of the resource's ids.</param>
/// <param name="Id">The resource.</param>
/// <param name="At">When it was created, to the tick as the resource has it. UTC.</param>
public sealed record TimelineEntry(string Kind, string Id, DateTimeOffset At);

/// <summary>
/// The lists over a whole organization, in order of creation. A line is written before its resource is; one without
/// its resource is passed over when the list is read, and so is one with another time than its resource's: an
/// acceptance that is tried again writes another line.
/// </summary>
public interface ITimeline
{
    /// <summary>Adds a line; the same line twice is one.</summary>
    Task AppendAsync(OrganizationId organization, TimelineEntry entry, CancellationToken cancellationToken);
}
