using Payments.Handlers.Ports;

namespace Payments.Tables.Timeline;

/// <summary>Reads the partitions of a list as one list.</summary>
internal static class ShardReading
{
    /// <summary>The most rows that one response of Table Storage has.</summary>
    public const int MaxPageSize = 1_000;

    /// <summary>Rows beyond an even share, so that few shards need a second page.</summary>
    private const int Margin = 4;

    /// <summary>How many rows to read of each shard at once, if so many entries are expected in all.</summary>
    public static int GetPageSize(int expected) =>
        Math.Min(MaxPageSize, (2 * expected / TimelineRows.Shards) + Margin);

    /// <summary>The entries of a range, the newest first.</summary>
    public static async IAsyncEnumerable<TimelineEntry> ReadNewestFirstAsync(
        IReadOnlyList<ShardReader> shards, (DateTimeOffset From, DateTimeOffset To) range)
    {
        await Task.WhenAll(shards.Select(shard => shard.StartNewestFirstAsync(range)));
        await foreach (var entry in MergeAsync(
            shards, shard => shard.MoveNewestFirstAsync(), entry => -entry.At.UtcTicks))
            yield return entry;
    }

    /// <summary>The entries of a range, the oldest first.</summary>
    public static async IAsyncEnumerable<TimelineEntry> ReadOldestFirstAsync(
        IReadOnlyList<ShardReader> shards, (DateTimeOffset From, DateTimeOffset To) range)
    {
        // All shards have about as many rows of any time: one of them finds where the others have few.
        var pilot = shards[0];
        await pilot.StartOldestFirstAsync(range, found: null);
        await Task.WhenAll(shards.Skip(1).Select(shard => shard.StartOldestFirstAsync(range, pilot.Found)));
        await foreach (var entry in MergeAsync(
            shards, shard => shard.MoveOldestFirstAsync(), entry => entry.At.UtcTicks))
            yield return entry;
    }

    private static async IAsyncEnumerable<TimelineEntry> MergeAsync(
        IReadOnlyList<ShardReader> shards, Func<ShardReader, Task> move, Func<TimelineEntry, long> order)
    {
        var next = new PriorityQueue<ShardReader, (long, string)>(
            Comparer<(long Ticks, string Row)>.Create((x, y) => x.Ticks != y.Ticks
                ? x.Ticks.CompareTo(y.Ticks)
                : string.CompareOrdinal(x.Row, y.Row)));
        void Enqueue(ShardReader shard)
        {
            if (shard.Current is { } entry) next.Enqueue(shard, (order(entry), TimelineRows.ToRowKey(entry)));
        }

        foreach (var shard in shards) Enqueue(shard);
        try
        {
            TimelineEntry? last = null;
            while (next.TryDequeue(out var shard, out _))
            {
                // An entry that is being moved has a row in both lists for a moment.
                var isAgain = last is not null && shard.Current! with { Creates = last.Creates } == last;
                last = shard.Current!;
                if (!isAgain) yield return last;
                await move(shard);
                Enqueue(shard);
            }
        }
        finally
        {
            foreach (var shard in shards) await shard.DisposeAsync();
        }
    }
}
