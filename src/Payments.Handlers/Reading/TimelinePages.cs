using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Reading;

/// <summary>
/// Pages of the timeline's lists. Entries that refer to nothing are skipped, and removed once nothing can come of them:
/// an entry of a deleted resource from the list of resources only, since the versions remain.
/// </summary>
/// <remarks>
/// Among the skipped entries only recent ones are looked up: an old one that refers to nothing was removed when the
/// page that it is on was read. So a page costs its own length, plus the entries of the last minutes before it.
/// </remarks>
public sealed class TimelinePages(ITimeline timeline, TimeProvider time)
{
    /// <summary>How many entries are looked up at once: the longest page.</summary>
    private const int EntriesPerRead = 100;

    /// <summary>
    /// The most entries that are looked up to fill a page of matching records: 50 round trips of a hundred entries,
    /// some seconds.
    /// </summary>
    public const int MaxSearched = 5_000;

    /// <summary>The age at which an entry's change is committed, or never will be.</summary>
    private static readonly TimeSpan CommitWindow = 2 * AcceptanceLimits.KeyHandover;

    /// <summary>
    /// The records of the entries on a page. <paramref name="load"/> returns them for some entries, in their order;
    /// null for an entry that refers to nothing.
    /// </summary>
    public async Task<IReadOnlyList<T>> ReadAsync<T>(
        OrganizationId organization,
        string kind,
        TimelineList list,
        TimelineOrder order,
        (long Offset, int Limit) page,
        Func<IReadOnlyList<TimelineEntry>, Task<IReadOnlyList<T?>>> load,
        CancellationToken cancellationToken)
        where T : class
    {
        await using var entries = timeline
            .ReadAsync(organization, kind, list, order, Expect(page.Offset + page.Limit), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        var cutoff = time.GetUtcNow() - CommitWindow;
        var found = new List<T>(page.Limit);
        var toSkip = page.Offset;
        while (found.Count < page.Limit)
        {
            var batch = new List<TimelineEntry>();
            while (batch.Count < Math.Min(EntriesPerRead, toSkip + page.Limit - found.Count)
                && await entries.MoveNextAsync())
            {
                if (toSkip > 0 && batch.Count == 0 && entries.Current.At < cutoff)
                    toSkip--;
                else
                    batch.Add(entries.Current);
            }

            if (batch.Count == 0) break;
            var named = await load(batch);
            foreach (var item in named.OfType<T>())
            {
                if (toSkip > 0)
                    toSkip--;
                else
                    found.Add(item);
            }

            await RemoveAsync(
                organization,
                list,
                batch.Where((entry, index) => named[index] is null && entry.At < cutoff),
                cancellationToken);
        }

        return found;
    }

    /// <summary>
    /// A page of matching records from a time range; null if more than <see cref="MaxSearched"/> entries would have to
    /// be looked up. Entries outside the range are skipped unread, up to its far end.
    /// </summary>
    public async Task<IReadOnlyList<T>?> SearchAsync<T>(
        OrganizationId organization,
        string kind,
        TimelineOrder order,
        (long Offset, int Limit) page,
        Func<DateTimeOffset, int> place,
        Func<IReadOnlyList<TimelineEntry>, Task<IReadOnlyList<T?>>> load,
        CancellationToken cancellationToken)
        where T : class
    {
        var beyond = order == TimelineOrder.NewestFirst ? -1 : 1;
        await using var entries = timeline
            .ReadAsync(organization, kind, TimelineList.Resources, order, EntriesPerRead, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        var found = new List<T>(page.Limit);
        var toSkip = page.Offset;
        var searched = 0;
        while (found.Count < page.Limit)
        {
            var batch = new List<TimelineEntry>();
            while (batch.Count < EntriesPerRead && await entries.MoveNextAsync() && place(entries.Current.At) != beyond)
            {
                if (place(entries.Current.At) == 0) batch.Add(entries.Current);
            }

            if (batch.Count == 0) break;
            searched += batch.Count;
            if (searched > MaxSearched) return null;
            foreach (var item in (await load(batch)).OfType<T>())
            {
                if (toSkip > 0) toSkip--;
                else if (found.Count < page.Limit) found.Add(item);
            }
        }

        return found;
    }

    private Task RemoveAsync(
        OrganizationId organization,
        TimelineList list,
        IEnumerable<TimelineEntry> entries,
        CancellationToken cancellationToken) => Task.WhenAll(entries.Select(async entry =>
        {
            // A deleted resource keeps its versions, and the entry that creates it is also that of its first one.
            if (list == TimelineList.Resources && entry.Sequence is not null)
                await timeline.AppendAsync(organization, [entry with { Creates = false }], cancellationToken);
            await timeline.RemoveAsync(organization, entry, cancellationToken);
        }));

    private static int Expect(long entries) => (int)Math.Min(entries, 10 * EntriesPerRead);
}
