using System.Collections.Immutable;
using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// The entries that a change adds to the organization's lists: one for each listed resource that it creates, and one
/// for each journal entry of such a resource.
/// </summary>
internal static class TimelineEntries
{
    /// <summary>The name of the list of the versions of a kind of resource.</summary>
    public static string VersionsKind(string kind) => $"{kind}-versions";

    /// <summary>The timeline entries of a change of a ledger.</summary>
    public static ImmutableArray<TimelineEntry> Create(LedgerId ledger, LedgerChanges changes) =>
        [.. changes.Entries.SelectMany(entry => Create(ledger, entry))];

    /// <summary>
    /// The timeline entry of a journal entry: its ledger, its number, and the record that it must be about.
    /// </summary>
    public static TimelineEntry CreateVersionEntry(LedgerId ledger, string kind, JournalEntry entry) => new(
        VersionsKind(kind),
        string.Create(CultureInfo.InvariantCulture, $"{ledger}-{entry.Sequence:d12}-{entry.Record.RecordKey}"),
        entry.At);

    /// <summary>The ledger and the journal entry's number that a version's timeline entry contains.</summary>
    public static (LedgerId Ledger, long Sequence) ReadVersionEntry(TimelineEntry entry) => (
        LedgerId.Parse(entry.Id[..LedgerId.Length]),
        long.Parse(entry.Id.AsSpan(LedgerId.Length + 1, 12), NumberStyles.None, CultureInfo.InvariantCulture));

    private static IEnumerable<TimelineEntry> Create(LedgerId ledger, JournalEntry entry)
    {
        if (entry.Record is not IListed { Listed: var listed }) yield break;
        if (entry.Type == ChangeType.Insert) yield return new TimelineEntry(listed.Kind, listed.Id, entry.At);
        yield return CreateVersionEntry(ledger, listed.Kind, entry);
    }
}
