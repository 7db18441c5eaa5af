using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// The entries that a change adds to the organization's lists: one for each journal entry of a listed resource.
/// </summary>
internal static class TimelineEntries
{
    /// <summary>The timeline entries of a change of a ledger.</summary>
    public static ImmutableArray<TimelineEntry> Create(LedgerId ledger, LedgerChanges changes) =>
        [.. changes.Entries.Select(entry => Create(ledger, entry)).OfType<TimelineEntry>()];

    /// <summary>The timeline entry of a journal entry; null if its record is in no list.</summary>
    public static TimelineEntry? Create(LedgerId ledger, JournalEntry entry) => entry.Record is IListed listed
        ? new TimelineEntry(
            listed.Listed.Kind,
            ledger,
            entry.Record.RecordKey,
            entry.Sequence,
            entry.Type == ChangeType.Insert,
            entry.At)
        : null;
}
