using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;

namespace Payments.Testing.InMemory;

/// <summary>Organizations' lists in memory. To read a page costs what the page costs.</summary>
public sealed class InMemoryTimeline : ITimeline
{
    private static readonly ImmutableSortedSet<TimelineEntry> Empty =
        ImmutableSortedSet.Create<TimelineEntry>(Comparer<TimelineEntry>.Create(Compare));

    private readonly Lock _lock = new();
    private readonly Dictionary<(OrganizationId, string Kind, bool Creates), ImmutableSortedSet<TimelineEntry>>
        _entries = [];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_lock) _entries.Clear();
    }

    public Task AppendAsync(
        OrganizationId organization, IReadOnlyCollection<TimelineEntry> entries, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                var list = (organization, entry.Kind, entry.Creates);
                _entries[list] = _entries.GetValueOrDefault(list, Empty).Add(entry);
            }
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<TimelineEntry> ReadAsync(
        OrganizationId organization,
        string kind,
        TimelineList list,
        TimelineOrder order,
        int expected,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var entry in Read(organization, kind, list, order)) yield return entry;
    }

    public async IAsyncEnumerable<TimelineEntry> ReadBetweenAsync(
        OrganizationId organization,
        string kind,
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var entry in Read(organization, kind, TimelineList.Versions, TimelineOrder.OldestFirst))
        {
            if (entry.At >= to) break;
            if (entry.At >= from) yield return entry;
        }
    }

    public Task RemoveAsync(OrganizationId organization, TimelineEntry entry, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var list = (organization, entry.Kind, entry.Creates);
            _entries[list] = _entries.GetValueOrDefault(list, Empty).Remove(entry);
        }

        return Task.CompletedTask;
    }

    /// <summary>A list, the newest entry first by default.</summary>
    public IReadOnlyList<TimelineEntry> List(
        OrganizationId organization,
        string kind,
        TimelineList list = TimelineList.Resources,
        TimelineOrder order = TimelineOrder.NewestFirst) => [.. Read(organization, kind, list, order)];

    private IEnumerable<TimelineEntry> Read(
        OrganizationId organization, string kind, TimelineList list, TimelineOrder order)
    {
        ImmutableSortedSet<TimelineEntry> created, changed;
        lock (_lock)
        {
            created = _entries.GetValueOrDefault((organization, kind, true), Empty);
            changed = list == TimelineList.Versions
                ? _entries.GetValueOrDefault((organization, kind, false), Empty)
                : Empty;
        }

        return order == TimelineOrder.OldestFirst
            ? Merge(created, changed, direction: 1)
            : Merge(created.Reverse(), changed.Reverse(), direction: -1);
    }

    private static IEnumerable<TimelineEntry> Merge(
        IEnumerable<TimelineEntry> first, IEnumerable<TimelineEntry> second, int direction)
    {
        using var one = first.GetEnumerator();
        using var other = second.GetEnumerator();
        var (hasOne, hasOther) = (one.MoveNext(), other.MoveNext());
        while (hasOne || hasOther)
        {
            var order = !hasOther ? -1 : !hasOne ? 1 : direction * Compare(one.Current, other.Current);
            yield return order <= 0 ? one.Current : other.Current;
            if (order <= 0) hasOne = one.MoveNext();
            if (order >= 0) hasOther = other.MoveNext();
        }
    }

    private static int Compare(TimelineEntry x, TimelineEntry y)
    {
        if (x.At != y.At) return x.At.CompareTo(y.At);
        if (x.Ledger != y.Ledger) return string.CompareOrdinal(x.Ledger.ToString(), y.Ledger.ToString());
        return x.Sequence != y.Sequence
            ? Nullable.Compare(x.Sequence, y.Sequence)
            : string.CompareOrdinal(x.Record.Value, y.Record.Value);
    }
}
