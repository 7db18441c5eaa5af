using System.Collections.Immutable;
using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// The lines that a change adds to the organization's lists: one for each listed resource that comes to be, and one for
/// each journal entry of such a resource.
/// </summary>
internal static class TimelineEntries
{
    /// <summary>The list of the versions of a kind of resource.</summary>
    public static string VersionsKind(string kind) => $"{kind}-versions";

    /// <summary>The lines of a change of a ledger.</summary>
    public static ImmutableArray<TimelineEntry> Create(LedgerId ledger, LedgerChanges changes) =>
        [.. changes.Entries.SelectMany(entry => Create(ledger, entry))];

    /// <summary>
    /// The line of a journal entry: its ledger, its number, and what it must be about to be the one that is meant.
    /// </summary>
    public static TimelineEntry CreateVersionEntry(LedgerId ledger, string kind, JournalEntry entry) => new(
        VersionsKind(kind),
        string.Create(CultureInfo.InvariantCulture, $"{ledger}-{entry.Sequence:d12}-{entry.Record.RecordKey}"),
        entry.At);

    /// <summary>The ledger and the number that a version's line names.</summary>
    public static (LedgerId Ledger, long Sequence) ReadVersionEntry(TimelineEntry line) => (
        LedgerId.Parse(line.Id[..LedgerId.Length]),
        long.Parse(line.Id.AsSpan(LedgerId.Length + 1, 12), NumberStyles.None, CultureInfo.InvariantCulture));

    private static IEnumerable<TimelineEntry> Create(LedgerId ledger, JournalEntry entry)
    {
        if (entry.Record is not IListed { Listed: var listed }) yield break;
        if (entry.Type == ChangeType.Insert) yield return new TimelineEntry(listed.Kind, listed.Id, entry.At);
        yield return CreateVersionEntry(ledger, listed.Kind, entry);
    }
}
