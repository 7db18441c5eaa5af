using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Testing.Samples;
using Xunit;

namespace Payments.Testing.Compliance;

/// <summary>What every timeline must do.</summary>
public abstract class TimelineCompliance
{
    private readonly OrganizationId _organization = OrganizationId.From($"shop/{Guid.NewGuid():N}");

    protected abstract ITimeline Timeline { get; }

    [Fact]
    public async Task The_newest_entry_comes_first_to_the_tick()
    {
        long[] ticks = [5, 0, TimeSpan.TicksPerDay * 4_000, 1, 6, -TimeSpan.TicksPerDay * 4_000];
        foreach (var tick in ticks) await AppendAsync(Entry($"ref-{tick}", tick));

        var listed = await ListAsync(_organization, "ref");

        Assert.Equal(ticks.OrderDescending().Select(tick => Entry($"ref-{tick}", tick)), listed);
        Assert.Equal(
            ticks.Order().Select(tick => Entry($"ref-{tick}", tick)),
            await ListAsync(_organization, "ref", TimelineOrder.OldestFirst));
    }

    [Fact]
    public async Task A_long_list_is_read_to_its_end_and_an_entry_can_be_removed()
    {
        var lines = Enumerable.Range(0, 230).Select(n => Entry($"ref-{n}", n)).ToList();
        await Timeline.AppendAsync(_organization, lines, default);
        await Timeline.RemoveAsync(_organization, lines[100], default);

        var expected = lines.Where(line => line != lines[100]).ToList();
        Assert.Equal(expected, await ListAsync(_organization, "ref", TimelineOrder.OldestFirst));
        Assert.Equal(Enumerable.Reverse(expected), await ListAsync(_organization, "ref"));
    }

    [Fact]
    public async Task Entries_of_the_same_moment_are_all_listed()
    {
        await AppendAsync(Entry("ref-b", 0));
        await AppendAsync(Entry("ref-a", 0));

        Assert.Equal(["ref-a", "ref-b"], (await ListAsync(_organization, "ref")).Select(entry => entry.Id));
    }

    [Fact]
    public async Task A_time_range_is_read_to_the_tick_without_its_end()
    {
        foreach (var tick in Enumerable.Range(0, 10)) await AppendAsync(Entry($"ref-{tick}", tick));
        await AppendAsync(Entry("ref-3b", 3));

        var lines = new List<string>();
        var (from, to) = (Sample.At.AddTicks(2), Sample.At.AddTicks(5));
        await foreach (var line in Timeline.ReadBetweenAsync(_organization, "ref", from, to, default))
            lines.Add(line.Id);

        Assert.Equal(["ref-2", "ref-3", "ref-3b", "ref-4"], lines);
    }

    [Fact]
    public async Task The_same_entry_added_twice_is_one()
    {
        await AppendAsync(Entry("ref-a", 0));
        await AppendAsync(Entry("ref-a", 0));

        Assert.Single(await ListAsync(_organization, "ref"));
    }

    [Fact]
    public async Task Kinds_and_organizations_have_separate_lists()
    {
        await AppendAsync(Entry("ref-a", 0));
        await AppendAsync(Entry("cap-a", 0) with { Kind = "cap" });
        var other = OrganizationId.From($"{_organization}|ref");
        await Timeline.AppendAsync(other, [Entry("ref-b", 0)], default);

        Assert.Equal("ref-a", Assert.Single(await ListAsync(_organization, "ref")).Id);
        Assert.Equal("cap-a", Assert.Single(await ListAsync(_organization, "cap")).Id);
        Assert.Equal("ref-b", Assert.Single(await ListAsync(other, "ref")).Id);
    }

    private Task AppendAsync(TimelineEntry entry) => Timeline.AppendAsync(_organization, [entry], default);

    private async Task<IReadOnlyList<TimelineEntry>> ListAsync(
        OrganizationId organization, string kind, TimelineOrder order = TimelineOrder.NewestFirst)
    {
        var lines = new List<TimelineEntry>();
        await foreach (var line in Timeline.ReadAsync(organization, kind, order, default)) lines.Add(line);
        return lines;
    }

    private static TimelineEntry Entry(string id, long ticks) => new("ref", id, Sample.At.AddTicks(ticks));
}
