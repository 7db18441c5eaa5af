using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Tables.Storage;
using Payments.Tables.Tests.Faults;
using Payments.Tables.Timeline;
using Payments.Testing.Samples;

namespace Payments.Tables.Tests;

/// <summary>How lists are spread over partitions, and what reading them costs.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TimelinePartitions
{
    private readonly OrganizationId _organization = OrganizationId.From($"shop-{Guid.NewGuid():N}");
    private readonly WatchedTransport _transport = new();
    private readonly TablesFixture _tables;
    private readonly TableTimeline _timeline;
    private readonly TableTimeline _watched;

    public TimelinePartitions(TablesFixture tables)
    {
        _tables = tables;
        _timeline = new TableTimeline(tables.Accounts);
        _watched = new TableTimeline(tables.Connect(_transport));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_partition_takes_more_than_a_sixteenth_of_an_organizations_writes(bool isOneLedger)
    {
        var rows = new TimelineRows(_organization, Refund.Prefix);
        var entries = Enumerable.Range(0, 20_000).Select(number => CreateEntry(number, isOneLedger));

        var shares = entries.CountBy(rows.ToPartition).Select(partition => partition.Value / 20_000.0).ToList();

        Assert.Equal(TimelineRows.Shards, shares.Count);
        Assert.All(shares, share => Assert.InRange(share, 0, 1 / 16.0));
    }

    [Fact]
    public async Task An_entry_is_one_row_and_one_request()
    {
        await _watched.AppendAsync(_organization, [CreateEntry(0)], default);

        Assert.False(Assert.Single(_transport.Sent).IsTransaction);
    }

    [Fact]
    public async Task The_newest_page_costs_one_request_a_partition_however_much_is_stored()
    {
        foreach (var stored in new[] { 100, 2_000 })
        {
            var entries = Enumerable.Range(0, stored).Select(number => CreateEntry(number)).ToList();
            await _timeline.AppendAsync(_organization, entries, default);
            _transport.Sent.Clear();

            var page = await TakeAsync(TimelineOrder.NewestFirst, 25);

            Assert.Equal(entries.TakeLast(25).Reverse().Select(entry => entry.At), page.Select(entry => entry.At));
            // The partition of an earlier release is empty. A partition with many of the page's entries is read twice.
            Assert.InRange(_transport.Sent.Count, TimelineRows.Shards + 1, TimelineRows.Shards + 4);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task The_oldest_page_costs_some_more_requests_that_find_where_the_list_begins(int seed)
    {
        var entries = Enumerable.Range(0, 2_000).Select(number => CreateEntry(number, seed: seed)).ToList();
        await _timeline.AppendAsync(_organization, entries, default);

        var page = await TakeAsync(TimelineOrder.OldestFirst, 25);

        Assert.Equal(entries.Take(25).Select(entry => entry.At), page.Select(entry => entry.At));
        // Halving all of time until few of a partition’s 83 rows are left takes up to 60 steps of two reads. The other
        // partitions have few there too, and are not searched.
        Assert.InRange(_transport.Sent.Count, TimelineRows.Shards + 1, (2 * TimelineRows.Shards) + 120);
    }

    [Fact]
    public async Task Rows_of_an_earlier_release_are_listed_with_the_others()
    {
        var old = CreateEntry(0);
        var table = _tables.Service.GetTableClient(TableNames.Timeline);
        var ticks = DateTimeOffset.MaxValue.UtcTicks - old.At.UtcTicks;
        var id = $"ref-{old.Ledger}{old.Record.Value["ref-".Length..]}";
        await table.AddEntityAsync(new TableEntity($"{_organization}|ref", $"new-{ticks:d19}-{id}")
        {
            ["Id"] = id,
            ["At"] = old.At,
        });
        var version = $"{old.Ledger}-{old.Sequence:d12}-{old.Record}";
        await table.AddEntityAsync(new TableEntity($"{_organization}|ref-versions", $"new-{ticks:d19}-{version}")
        {
            ["Id"] = version,
            ["At"] = old.At,
        });
        var recent = CreateEntry(1);
        await _timeline.AppendAsync(_organization, [recent], default);

        Assert.Equal(
            [recent, old with { Sequence = null }], await TakeAsync(TimelineOrder.NewestFirst, 9));
        Assert.Equal(
            [old with { Creates = false }, recent],
            await TakeAsync(TimelineOrder.OldestFirst, 9, TimelineList.Versions));

        await _timeline.RemoveAsync(_organization, old with { Sequence = null }, default);
        Assert.Equal([recent], await TakeAsync(TimelineOrder.NewestFirst, 9));
    }

    private async Task<List<TimelineEntry>> TakeAsync(
        TimelineOrder order, int limit, TimelineList list = TimelineList.Resources)
    {
        var found = new List<TimelineEntry>();
        await foreach (var entry in _watched.ReadAsync(_organization, Refund.Prefix, list, order, limit, default))
        {
            found.Add(entry);
            if (found.Count == limit) break;
        }

        return found;
    }

    private static TimelineEntry CreateEntry(int number, bool isOneLedger = false, int seed = 0)
    {
        var ledger = LedgerId.ForOrder(OrderNumber.From(isOneLedger ? "o-1" : $"o-{number}"));
        var at = Sample.At.AddSeconds(number);
        // Which partition an entry gets follows from its id.
        var id = Id<Refund>.New(ledger, new Guid(number, (short)seed, 0, new byte[8]));
        return new TimelineEntry(Refund.Prefix, ledger, RecordKey.For(id), number, Creates: true, at);
    }
}
