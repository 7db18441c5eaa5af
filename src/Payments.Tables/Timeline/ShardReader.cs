using Azure.Data.Tables;
using Payments.Handlers.Ports;

namespace Payments.Tables.Timeline;

/// <summary>Reads one partition of a list in either direction, a page of rows at a time.</summary>
/// <remarks>
/// Rows are stored the newest first, once. In the other direction a time range is read that has few rows: it is found
/// by halving, so the first page costs a number of small reads that grows with the logarithm of what is stored.
/// </remarks>
internal sealed class ShardReader(
    TableClient table, TimelineRows rows, string partition, int pageSize, CancellationToken cancellationToken)
    : IAsyncDisposable
{
    /// <summary>How much longer the next range is if one had few rows.</summary>
    private const int Growth = 4;

    private IAsyncEnumerator<TimelineEntry>? _newestFirst;
    private Queue<TimelineEntry> _oldestFirst = new();

    /// <summary>The next entry; null at the end.</summary>
    public TimelineEntry? Current { get; private set; }

    /// <summary>The last range that had few rows: other shards probably have few there too.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Found { get; private set; }

    private DateTimeOffset _from;
    private DateTimeOffset _end;
    private DateTimeOffset _to;

    /// <summary>Reads a range's newest entry.</summary>
    public Task StartNewestFirstAsync((DateTimeOffset From, DateTimeOffset To) range)
    {
        _newestFirst = EnumerateAsync(range.From, range.To, pageSize).GetAsyncEnumerator(cancellationToken);
        return MoveNewestFirstAsync();
    }

    /// <summary>Reads the next older entry.</summary>
    public async Task MoveNewestFirstAsync() =>
        Current = await _newestFirst!.MoveNextAsync() ? _newestFirst.Current : null;

    /// <summary>Reads a range's oldest entry.</summary>
    /// <param name="range">The range.</param>
    /// <param name="found">The <see cref="Found"/> range of another shard, if known.</param>
    public Task StartOldestFirstAsync(
        (DateTimeOffset From, DateTimeOffset To) range, (DateTimeOffset From, DateTimeOffset To)? found)
    {
        (_from, _to) = range;
        _end = found?.To ?? range.To;
        Found = found;
        return MoveOldestFirstAsync();
    }

    /// <summary>Reads the next newer entry.</summary>
    public async Task MoveOldestFirstAsync()
    {
        while (_oldestFirst.Count == 0 && _from < _to) await FillAsync(_end);
        Current = _oldestFirst.TryDequeue(out var next) ? next : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_newestFirst is not null) await _newestFirst.DisposeAsync();
    }

    /// <summary>
    /// Reads the range up to <paramref name="end"/>, or as much of its beginning as has few rows, and begins the next
    /// one there.
    /// </summary>
    private async Task FillAsync(DateTimeOffset end)
    {
        // A range that had few rows in another shard may have some more here, which is no reason to search.
        var most = Found is { } elsewhere && elsewhere.To == end ? Growth * pageSize : pageSize;
        List<TimelineEntry> found;
        while ((found = await TakeAsync(_from, end, most + 1)).Count > most && end - _from > TimeSpan.FromTicks(1))
        {
            // Before the range that another shard found there is hardly anything, so halving begins with that range:
            // from the beginning of time it would take dozens of reads.
            var start = Found is { } given && given.From > _from && given.From < end - TimeSpan.FromTicks(1)
                ? given.From
                : _from;
            var middle = start + ((end - start) / 2);
            if (await TakeAsync(_from, middle, 1) is [])
                _from = middle;
            else
                end = middle;
        }

        if (found.Count > most) found = await TakeAsync(_from, end, int.MaxValue);
        _oldestFirst = new Queue<TimelineEntry>(
            found.OrderBy(entry => entry.At).ThenBy(TimelineRows.ToRowKey, StringComparer.Ordinal));

        // Of a range that another shard found, only the end was tried here.
        Found = Found is { } whole && whole.To == end ? whole : (_from, end);
        _from = end;
        if (end == _to) return;
        var length = Found.Value.To - Found.Value.From;
        if (found.Count <= pageSize / Growth) length *= Growth;
        _end = _to - end > length ? end + length : _to;
    }

    private async Task<List<TimelineEntry>> TakeAsync(DateTimeOffset from, DateTimeOffset to, int most)
    {
        var found = new List<TimelineEntry>();
        await foreach (var entry in EnumerateAsync(from, to, Math.Min(most, ShardReading.MaxPageSize)))
        {
            found.Add(entry);
            if (found.Count == most) break;
        }

        return found;
    }

    private async IAsyncEnumerable<TimelineEntry> EnumerateAsync(
        DateTimeOffset from, DateTimeOffset to, int rowsPerPage)
    {
        var (first, end) = (TimelineRows.ToFirstRowKey(to), TimelineRows.ToEndRowKey(from));
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {first} and RowKey lt {end}");
        var query = table.QueryAsync<TableEntity>(
            filter, rowsPerPage, cancellationToken: cancellationToken);
        await foreach (var row in query) yield return rows.ReadEntry(row);
    }
}
