using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing.Samples;
using Xunit;

namespace Payments.Testing.Compliance;

/// <summary>What every timeline must do.</summary>
public abstract class TimelineCompliance
{
    private static readonly LedgerId Ledger = LedgerId.ForOrder(OrderNumber.From("1001"));

    private readonly OrganizationId _organization = OrganizationId.From($"shop/{Guid.NewGuid():N}");

    protected abstract ITimeline Timeline { get; }

    [Fact]
    public async Task Entries_are_in_order_of_time_to_the_tick_from_either_end()
    {
        long[] ticks = [5, 0, TimeSpan.TicksPerDay * 4_000, 1, 6, -TimeSpan.TicksPerDay * 4_000];
        foreach (var tick in ticks) await AppendAsync(Entry($"ref-{tick}", tick));

        Assert.Equal(ticks.OrderDescending().Select(tick => Entry($"ref-{tick}", tick)), await ListAsync());
        Assert.Equal(
            ticks.Order().Select(tick => Entry($"ref-{tick}", tick)),
            await ListAsync(TimelineOrder.OldestFirst));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1_000)]
    public async Task A_long_list_is_read_to_its_end_and_an_entry_can_be_removed(int expected)
    {
        // Some are of one moment, some of a busy minute, and some far apart.
        var lines = Enumerable.Range(0, 400)
            .Select(n => Entry($"ref-{n:d3}", n < 40 ? 0 : n < 350 ? n * 1_000_000L : n * TimeSpan.TicksPerDay * 7))
            .ToList();
        await Timeline.AppendAsync(_organization, lines, default);
        await Timeline.RemoveAsync(_organization, lines[100], default);

        var left = lines.Where(line => line != lines[100]).ToList();
        var oldest = await ListAsync(TimelineOrder.OldestFirst, expected: expected);
        var newest = await ListAsync(expected: expected);
        Assert.Equal(left, oldest.OrderBy(line => line.At).ThenBy(line => line.Record.Value, StringComparer.Ordinal));
        Assert.Equal(left.Select(line => line.At), oldest.Select(line => line.At));
        Assert.Equal(Enumerable.Reverse(left).Select(line => line.At), newest.Select(line => line.At));
        Assert.Equal(oldest.ToHashSet(), newest.ToHashSet());
    }

    [Fact]
    public async Task Entries_of_the_same_moment_are_all_listed()
    {
        await AppendAsync(Entry("ref-b", 0));
        await AppendAsync(Entry("ref-a", 0));

        Assert.Equal(["ref-a", "ref-b"], (await ListAsync()).Select(entry => entry.Record.Value).Order());
    }

    [Fact]
    public async Task A_time_range_of_versions_is_read_to_the_tick_without_its_end()
    {
        foreach (var tick in Enumerable.Range(0, 10))
            await AppendAsync(Entry($"ref-{tick}", tick) with { Creates = tick % 2 == 0 });
        await AppendAsync(Entry("ref-3b", 3));

        var lines = new List<(long, string)>();
        var (from, to) = (Sample.At.AddTicks(2), Sample.At.AddTicks(5));
        await foreach (var line in Timeline.ReadBetweenAsync(_organization, "ref", from, to, default))
            lines.Add(((line.At - Sample.At).Ticks, line.Record.Value));

        Assert.Equal([2L, 3L, 3L, 4L], lines.Select(line => line.Item1));
        Assert.Equal([(2L, "ref-2"), (3L, "ref-3"), (3L, "ref-3b"), (4L, "ref-4")], lines.Order());
    }

    [Fact]
    public async Task The_same_entry_added_twice_is_one()
    {
        await AppendAsync(Entry("ref-a", 0));
        await AppendAsync(Entry("ref-a", 0));

        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task Resources_are_listed_once_and_versions_with_every_change()
    {
        var created = Entry("ref-a", 0);
        var changed = created with { Sequence = 7, At = Sample.At.AddTicks(3), Creates = false };
        await AppendAsync(created);
        await AppendAsync(changed);
        await AppendAsync(Entry("ref-b", 1));

        Assert.Equal(["ref-b", "ref-a"], (await ListAsync()).Select(entry => entry.Record.Value));
        Assert.Equal([changed, Entry("ref-b", 1), created], await ListAsync(list: TimelineList.Versions));
        Assert.Equal(
            [created, Entry("ref-b", 1), changed],
            await ListAsync(TimelineOrder.OldestFirst, TimelineList.Versions));
    }

    [Fact]
    public async Task An_entry_that_is_being_moved_to_the_versions_is_one_version()
    {
        var created = Entry("ref-a", 0);
        await Timeline.AppendAsync(_organization, [created, created with { Creates = false }], default);
        await AppendAsync(Entry("ref-b", 1));

        foreach (var order in Enum.GetValues<TimelineOrder>())
            Assert.Equal(2, (await ListAsync(order, TimelineList.Versions)).Count);
        Assert.Equal(2, await Timeline
            .ReadBetweenAsync(_organization, "ref", Sample.At, Sample.At.AddTicks(2), default)
            .CountAsync());
    }

    [Fact]
    public async Task Kinds_and_organizations_have_separate_lists()
    {
        await AppendAsync(Entry("ref-a", 0));
        await AppendAsync(Entry("cap-a", 0) with { Kind = "cap" });
        var other = OrganizationId.From($"{_organization}|ref");
        await Timeline.AppendAsync(other, [Entry("ref-b", 0)], default);

        Assert.Equal("ref-a", Assert.Single(await ListAsync()).Record.Value);
        Assert.Equal("cap-a", Assert.Single(await ListAsync(kind: "cap")).Record.Value);
        Assert.Equal("ref-b", Assert.Single(await ListAsync(organization: other)).Record.Value);
    }

    protected static TimelineEntry Entry(string record, long ticks) =>
        new("ref", Ledger, new RecordKey(record), 3, Creates: true, Sample.At.AddTicks(ticks));

    protected async Task<IReadOnlyList<TimelineEntry>> ListAsync(
        TimelineOrder order = TimelineOrder.NewestFirst,
        TimelineList list = TimelineList.Resources,
        string kind = "ref",
        OrganizationId? organization = null,
        int expected = 25)
    {
        var lines = new List<TimelineEntry>();
        await foreach (var line in Timeline.ReadAsync(
            organization ?? _organization, kind, list, order, expected, default))
            lines.Add(line);
        return lines;
    }

    private Task AppendAsync(TimelineEntry entry) => Timeline.AppendAsync(_organization, [entry], default);
}
