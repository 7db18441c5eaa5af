using Azure.Data.Tables;
using Payments.Testing;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Payments.Polyfills.Tests.Tables;

public sealed class Queries(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task Pages_follow_each_other_and_can_be_taken_up_at_any_of_them()
    {
        await StoreAsync("a", 7);
        await StoreAsync("b", 3);

        var pages = new List<(int Count, string? Next)>();
        await foreach (var page in Table.QueryAsync<TableEntity>(maxPerPage: 4).AsPages())
            pages.Add((page.Values.Count, page.ContinuationToken));
        var rest = new List<string>();
        await foreach (var page in Table.QueryAsync<TableEntity>().AsPages(pages[0].Next, 5))
            rest.AddRange(page.Values.Select(entity => entity.PartitionKey + entity.RowKey));

        Assert.Equal([4, 4, 2], pages.Select(page => page.Count));
        Assert.NotNull(pages[1].Next);
        Assert.Null(pages[2].Next);
        Assert.Equal(["a004", "a005", "a006", "b000", "b001", "b002"], rest);
    }

    [Fact]
    public async Task Entities_come_one_by_one_over_all_pages()
    {
        await StoreAsync("p", 10);

        var rows = new List<int?>();
        await foreach (var entity in Table.QueryAsync<TableEntity>(maxPerPage: 3))
            rows.Add(entity.GetInt32("N"));

        Assert.Equal(Enumerable.Range(0, 10).Select(n => (int?)n), rows);
    }

    [Fact]
    public async Task A_range_of_row_keys_is_what_lies_between()
    {
        await StoreAsync("p", 20);
        await StoreAsync("q", 20);

        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {"p"} and RowKey ge {"005"} and RowKey lt {"008"}");

        Assert.Equal(["005", "006", "007"], (await QueryAsync(filter)).Select(entity => entity.RowKey));
    }

    [Fact]
    public async Task A_filter_compares_values_of_each_type()
    {
        var (guid, time) = (Guid.NewGuid(), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await Table.AddEntityAsync(new TableEntity("p", "r")
        {
            ["I"] = 1,
            ["L"] = 3_000_000_000L,
            ["B"] = true,
            ["D"] = 1.5,
            ["G"] = guid,
            ["T"] = time,
            ["S"] = "it's",
        });

        FormattableString[] matching =
        [
            $"I eq {1}", $"L gt {2_999_999_999L}", $"B eq {true}", $"D lt {1.6}", $"G eq {guid}", $"T ge {time}",
            $"S eq {"it's"}",
        ];

        foreach (var filter in matching)
            Assert.Single(await QueryAsync(TableClient.CreateQueryFilter(filter)));
        Assert.Empty(await QueryAsync(TableClient.CreateQueryFilter($"L gt {3_000_000_000L}")));
    }

    [Theory]
    [InlineData("x' or PartitionKey ne '", "S eq 'x'' or PartitionKey ne '''")]
    [InlineData("it's", "S eq 'it''s'")]
    public async Task A_quote_in_a_value_stays_in_the_value(string value, string filter)
    {
        await StoreAsync("p", 2);

        Assert.Equal(filter, TableClient.CreateQueryFilter($"S eq {value}"));
        Assert.Empty(await QueryAsync(filter));
    }

    [Fact]
    public void Literals_are_what_the_protocol_says()
    {
        var guid = Guid.Empty;
        var time = new DateTimeOffset(2026, 1, 2, 5, 4, 5, 670, TimeSpan.FromHours(2));

        Assert.Equal(
            "A eq 1L and B eq true and C eq guid'00000000-0000-0000-0000-000000000000'"
            + " and D eq datetime'2026-01-02T03:04:05.67Z' and E eq 1.5",
            TableClient.CreateQueryFilter(
                $"A eq {1L} and B eq {true} and C eq {guid} and D eq {time} and E eq {1.5}"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {1.5m}"));
    }

    [Fact]
    public async Task A_canceled_query_stops_between_pages()
    {
        await StoreAsync("p", 6);
        using var stop = new CancellationTokenSource();

        var seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var entity in Table.QueryAsync<TableEntity>(maxPerPage: 2, cancellationToken: stop.Token))
            {
                if (++seen == 2)
                    await stop.CancelAsync();
            }
        });

        Assert.Equal(2, seen);
    }

    private async Task StoreAsync(string partition, int count) =>
        await Table.SubmitTransactionAsync(Enumerable.Range(0, count).Select(
            i => new TableTransactionAction(Add, new TableEntity(partition, $"{i:000}") { ["N"] = i })));
}
