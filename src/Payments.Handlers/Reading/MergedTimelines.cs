using System.Runtime.CompilerServices;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Reading;

/// <summary>Several timelines of an organization, read as one.</summary>
internal static class MergedTimelines
{
    private static readonly Comparer<TimelineEntry> OldestFirst = Comparer<TimelineEntry>.Create((one, other) =>
        one.At != other.At ? one.At.CompareTo(other.At)
        : one.Ledger != other.Ledger ? string.CompareOrdinal(one.Ledger.ToString(), other.Ledger.ToString())
        : Nullable.Compare(one.Sequence, other.Sequence));

    /// <summary>
    /// The entries of all these kinds by time, ledger and sequence number, the oldest first; read lazily, their first
    /// pages side by side.
    /// </summary>
    public static async IAsyncEnumerable<TimelineEntry> ReadMergedAsync(
        this ITimeline timeline,
        OrganizationId organization,
        IEnumerable<string> kinds,
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lists = kinds
            .Select(kind => timeline.ReadBetweenAsync(organization, kind, from, to, cancellationToken)
                .GetAsyncEnumerator(cancellationToken))
            .ToList();
        try
        {
            var next = new PriorityQueue<IAsyncEnumerator<TimelineEntry>, TimelineEntry>(OldestFirst);
            var begun = await Task.WhenAll(lists.Select(list => list.MoveNextAsync().AsTask()));
            foreach (var (list, _) in lists.Zip(begun).Where(started => started.Second))
                next.Enqueue(list, list.Current);
            while (next.TryDequeue(out var list, out var entry))
            {
                yield return entry;
                if (await list.MoveNextAsync()) next.Enqueue(list, list.Current);
            }
        }
        finally
        {
            foreach (var list in lists) await list.DisposeAsync();
        }
    }
}
