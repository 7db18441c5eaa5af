using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Reading;

/// <summary>
/// Pages of the timeline's lists. Lines that name nothing are passed over, and taken away once nothing can come of
/// them.
/// </summary>
/// <remarks>
/// Of the lines that are skipped only the young ones are looked up: an old line that names nothing was taken away when
/// the page that it stands on was read. So a page costs what it shows, and what was made in the last minutes before it.
/// </remarks>
public sealed class TimelinePages(ITimeline timeline, TimeProvider time)
{
    /// <summary>How many lines are looked up at once: the longest page.</summary>
    private const int EntriesPerRead = 100;

    /// <summary>
    /// The most lines that are looked up to fill one page of what suits: 50 round trips of a hundred, some seconds.
    /// </summary>
    public const int MaxSearched = 5_000;

    /// <summary>How old a line is whose change is committed, or never will be.</summary>
    private static readonly TimeSpan CommitWindow = 2 * AcceptanceLimits.KeyHandover;

    /// <summary>
    /// What the lines of a page name. <paramref name="load"/> tells it for each of some lines, in their order; null for
    /// a line that names nothing.
    /// </summary>
    public async Task<IReadOnlyList<T>> ReadAsync<T>(
        OrganizationId organization,
        string kind,
        TimelineOrder order,
        (long Offset, int Limit) page,
        Func<IReadOnlyList<TimelineEntry>, Task<IReadOnlyList<T?>>> load,
        CancellationToken cancellationToken)
        where T : class
    {
        await using var lines = timeline
            .ReadAsync(organization, kind, order, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        var settled = time.GetUtcNow() - CommitWindow;
        var found = new List<T>(page.Limit);
        var toSkip = page.Offset;
        while (found.Count < page.Limit)
        {
            var batch = new List<TimelineEntry>();
            while (batch.Count < Math.Min(EntriesPerRead, toSkip + page.Limit - found.Count)
                && await lines.MoveNextAsync())
            {
                if (toSkip > 0 && batch.Count == 0 && lines.Current.At < settled)
                    toSkip--;
                else
                    batch.Add(lines.Current);
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
                batch.Where((line, index) => named[index] is null && line.At < settled),
                cancellationToken);
        }

        return found;
    }

    /// <summary>
    /// A page of what suits, of a time; null where it would take more than <see cref="MaxSearched"/> lines to be
    /// looked up. Lines of another time are read over, up to the far end of the time.
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
        await using var lines = timeline
            .ReadAsync(organization, kind, order, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        var found = new List<T>(page.Limit);
        var toSkip = page.Offset;
        var searched = 0;
        while (found.Count < page.Limit)
        {
            var batch = new List<TimelineEntry>();
            while (batch.Count < EntriesPerRead && await lines.MoveNextAsync() && place(lines.Current.At) != beyond)
            {
                if (place(lines.Current.At) == 0) batch.Add(lines.Current);
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
        OrganizationId organization, IEnumerable<TimelineEntry> lines, CancellationToken cancellationToken) =>
        Task.WhenAll(lines.Select(line => timeline.RemoveAsync(organization, line, cancellationToken)));
}
