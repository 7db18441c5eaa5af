using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>The lines that a change adds to the organization's lists.</summary>
internal static class TimelineOfChanges
{
    /// <summary>A line for each listed record that comes to be, written side by side.</summary>
    public static Task AppendAsync(
        this ITimeline timeline,
        OrganizationId organization,
        LedgerChanges changes,
        CancellationToken cancellationToken) =>
        Task.WhenAll(changes.Entries
            .Where(entry => entry.Type == ChangeType.Insert)
            .Select(entry => entry.Record.Listed is { } listed
                ? timeline.AppendAsync(
                    organization, new TimelineEntry(listed.Kind, listed.Id, entry.At), cancellationToken)
                : Task.CompletedTask));
}
