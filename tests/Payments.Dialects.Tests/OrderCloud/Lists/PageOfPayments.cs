using static Payments.Dialects.Tests.OrderCloud.OrderCloudShop;

namespace Payments.Dialects.Tests.OrderCloud.Lists;

public sealed class PageOfPayments
{
    [Fact]
    public async Task An_empty_list_has_the_platforms_page_metadata()
    {
        using var shop = await WithOrderAsync();

        Assert.Equal(
            """{"Meta":{"Page":1,"PageSize":20,"TotalCount":0,"TotalPages":0,"ItemRange":[1,0],"NextPageKey":null},"Items":[]}""",
            Text(await shop.ListAsync()));
    }

    [Theory]
    [InlineData("", "1 20 25 2 1-20", 20)]
    [InlineData("?page=2", "2 20 25 2 21-25", 5)]
    [InlineData("?Page=3&PageSize=10", "3 10 25 3 21-25", 5)]
    [InlineData("?pageSize=100", "1 100 25 1 1-25", 25)]
    [InlineData("?page=4&pageSize=10", "4 10 25 3 31-30", 0)]
    [InlineData("?page=2147483647&pageSize=100", "2147483647 100 25 1 214748364601-214748364600", 0)]
    [InlineData("?ID=p-07", "1 20 1 1 1-1", 1)]
    public async Task Pages_are_numbered_from_one(string query, string meta, int items)
    {
        using var shop = await WithManyAsync();

        var list = Json(await shop.ListAsync(query));

        var found = list.GetProperty("Meta");
        var range = found.GetProperty("ItemRange");
        Assert.Equal(
            meta,
            $"{found.GetProperty("Page")} {found.GetProperty("PageSize")} {found.GetProperty("TotalCount")} "
            + $"{found.GetProperty("TotalPages")} {range[0]}-{range[1]}");
        Assert.Equal(items, list.GetProperty("Items").GetArrayLength());
    }

    [Theory]
    [InlineData("?page=0", "List.InvalidPage")]
    [InlineData("?page=two", "List.InvalidPage")]
    [InlineData("?pageSize=0", "List.InvalidPageSize")]
    [InlineData("?pageSize=101", "List.InvalidPageSize")]
    [InlineData("?pageSize=-1", "List.InvalidPageSize")]
    [InlineData("?pageSize=1.5", "List.InvalidPageSize")]
    [InlineData("?pageKey=abc", "List.InvalidPageKey")]
    [InlineData("?sortBy=Description", "List.InvalidSortProperty")]
    [InlineData("?sortBy=Amount", "List.InvalidSortProperty")]
    [InlineData("?sortBy=Nothing", "List.InvalidProperty")]
    [InlineData("?search=x&searchOn=Type", "List.InvalidSearchProperty")]
    [InlineData("?search=x&searchOn=Nothing", "List.InvalidProperty")]
    [InlineData("?Nothing=1", "List.InvalidProperty")]
    [InlineData("?Transactions.Type=Capture", "List.InvalidProperty")]
    [InlineData("?Amount=much", "List.InvalidType")]
    [InlineData("?DateCreated=%3Eyesterday", "List.InvalidType")]
    [InlineData("?Accepted=perhaps", "List.InvalidType")]
    [InlineData("?Type=Cash", "List.InvalidType")]
    [InlineData("?xp=1", "List.InvalidType")]
    public async Task An_invalid_list_parameter_has_its_code(string query, string code)
    {
        using var shop = await WithOrderAsync();

        var answer = await shop.ListAsync(query);

        Assert.Equal((400, code), (answer.Status, Code(answer)));
    }

    [Fact]
    public async Task By_default_the_oldest_payment_comes_first()
    {
        using var shop = await WithOrderAsync();
        foreach (var id in new[] { "b", "a", "c" })
        {
            await shop.CreateAsync($$"""{"ID":"{{id}}","Amount":1}""");
            shop.Service.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(["b", "a", "c"], Ids(await shop.ListAsync()));
        Assert.Equal(["c", "a", "b"], Ids(await shop.ListAsync("?sortBy=!DateCreated")));
        Assert.Equal(["c", "b", "a"], Ids(await shop.ListAsync("?sortBy=Type%2C!ID")));
        Assert.Equal(["b", "c"], Ids(await shop.ListAsync("?sortBy=ID&ID=%3Ea")));
    }

    [Fact]
    public async Task The_example_of_the_reference_is_reproduced_exactly()
    {
        using var shop = await WithOrderAsync();
        await shop.CreateAsync("""{"ID":"hit","Amount":11,"Accepted":false,"xp":{"gate":{"code":"Yes"}}}""");
        await shop.CreateAsync("""{"ID":"card","Type":"CreditCard","Amount":12,"xp":{"gate":{"code":"x"}}}""");
        await shop.CreateAsync("""{"ID":"cheap","Amount":10,"Accepted":false,"xp":{"gate":{"code":"x"}}}""");

        var answer = await shop.ListAsync(
            "?xp.gate.code=x%7Cy*&Type=!CreditCard&Accepted=false&Amount=%3E10&sortBy=!DateCreated%2CID&pageSize=5");

        Assert.Equal(["hit"], Ids(answer));
    }

    private static async Task<OrderCloudShop> WithManyAsync()
    {
        var shop = await WithOrderAsync();
        var token = await shop.TokenAsync();
        for (var i = 1; i <= 25; i++) await shop.CreateAsync($$"""{"ID":"p-{{i:D2}}","Amount":1}""", token: token);
        return shop;
    }
}
