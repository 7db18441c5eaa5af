using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Handlers.Reading;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Events;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Events;

/// <summary>An event, by its journal entry.</summary>
public sealed record ListedEvent(LedgerAddress Address, JournalEntry Entry);

/// <summary>A page of events.</summary>
/// <param name="Events">The oldest first.</param>
/// <param name="Next">
/// Where the next page begins: past all that was looked at, of which not all were events. Null if there was nothing.
/// </param>
public sealed record EventPage(IReadOnlyList<ListedEvent> Events, LedgerEventId? Next);

/// <summary>
/// An organization's events, for those who missed some. There is no list of them: they are found by the timelines of
/// the records that they are about, and by one more of those that are in no list. A page costs what it shows: a few
/// range reads of each timeline, and its journal entries.
/// </summary>
/// <remarks>
/// Nothing is ever skipped: an entry's time is taken before its timeline entry is written and its change committed, so
/// what is younger than <see cref="Window"/> may still get a neighbour that is older than itself, and is not shown yet.
/// </remarks>
public sealed class EventList(ITimeline timeline, ILedgerStore ledgers, TimeProvider time)
{
    /// <summary>The most timeline entries that are looked up for one page; some of them may be no events.</summary>
    public const int MaxSearched = 500;

    /// <summary>
    /// The age at which a change is committed, or never will be: its request ended within <see
    /// cref="AcceptanceLimits.MaxDuration"/>; the rest allows for its way to storage and for clock differences.
    /// </summary>
    public static readonly TimeSpan Window = AcceptanceLimits.KeyHandover;

    private const int EntriesPerRead = 100;

    /// <summary>The timelines.</summary>
    internal static readonly ImmutableArray<string> Kinds =
        [.. RecordKind.All.Select(kind => kind.List).OfType<string>(), EventAnnouncements.UnlistedKind];

    /// <summary>The events after another one, or from the beginning.</summary>
    public async Task<EventPage> ReadAsync(
        OrganizationId organization, LedgerEventId? after, int limit, CancellationToken cancellationToken)
    {
        var from = after?.At ?? DateTimeOffset.MinValue;
        var to = time.GetUtcNow() - Window;
        var found = new List<ListedEvent>();
        var next = after;
        if (from >= to) return new EventPage(found, next);
        await using var listed = timeline.ReadMergedAsync(organization, Kinds, from, to, cancellationToken)
            .Where(entry => entry.Sequence is not null)
            .GetAsyncEnumerator(cancellationToken);
        for (var searched = 0; searched < MaxSearched && found.Count < limit;)
        {
            var batch = new List<TimelineEntry>(EntriesPerRead);
            while (batch.Count < EntriesPerRead && await listed.MoveNextAsync())
            {
                if (after is null || ToId(listed.Current) > after) batch.Add(listed.Current);
            }

            if (batch.Count == 0) break;
            searched += batch.Count;
            var changes = await ledgers.LoadListedAsync(organization, batch, cancellationToken);
            foreach (var (entry, change) in batch.Zip(changes))
            {
                next = ToId(entry);
                if (change is { Event: not null })
                    found.Add(new ListedEvent(new LedgerAddress(organization, entry.Ledger), change));
                if (found.Count == limit) break;
            }
        }

        return new EventPage(found, next);
    }

    private static LedgerEventId ToId(TimelineEntry entry) => new(entry.At, entry.Ledger, entry.Sequence ?? 0);
}
