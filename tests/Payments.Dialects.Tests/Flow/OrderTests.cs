namespace Payments.Dialects.Tests.Flow;

public sealed class OrderTests : IDisposable
{
    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task An_order_is_created_and_then_changed()
    {
        var created = await _shop.PutOrder("c-1", """{"number":"c-1","currency":"usd","total":1e2,"shipping":7.5}""");
        var changed = await _shop.PutOrder("c-1", """{"currency":"USD","total":"120.00"}""");

        Assert.Equal(201, created.Status);
        Assert.Equal("USD", created.Of("currency"));
        Assert.Equal("100.00", created.Number("total"));
        Assert.Equal("7.50", created.Number("shipping"));
        Assert.Equal("100.00", created.Number("balance"));
        Assert.Equal(200, changed.Status);
        Assert.Equal("120.00", changed.Number("total"));
        Assert.Equal("0.00", changed.Number("shipping"));
        Assert.Equal(changed.Text, (await _shop.GetOrder("c-1")).Text);
    }

    [Fact]
    public async Task An_order_shows_the_state_of_its_money()
    {
        await _shop.PaidOrder("c-1", "60", "30");
        await _shop.Refund("""{"order_number":"c-1","amount":50}""");
        await _shop.Service.DrainAsync();
        await _shop.Refund("""{"order_number":"c-1","amount":10}""");

        var order = await _shop.GetOrder("c-1");

        Assert.Equal("90.00", order.Number("captured"));
        Assert.Equal("50.00", order.Number("refunded"));
        Assert.Equal("10.00", order.Number("reserved"));
        Assert.Equal("0.00", order.Number("credited"));
        Assert.Equal("0.00", order.Number("open_credits"));
        Assert.Equal("0.00", order.Number("balance"));
    }

    [Theory]
    [InlineData("c-1", """{"total":1}""", "currency is required")]
    [InlineData("c-1", """{"currency":"USD"}""", "total is required")]
    [InlineData("c-1", """{"currency":"USD","total":{}}""", "total must be a number")]
    [InlineData("c-1", """{"currency":"JPY","total":1.5}""", "total must have at most 0 decimals")]
    [InlineData("c-1", """{"currency":"USD","total":-1}""", "negative")]
    [InlineData("c-1", """{"currency":"USD","total":1,"shipping":2}""", "Shipping")]
    [InlineData("c-1", """{"currency":"USD","total":1,"number":"c-2"}""", "number must be the one in the address")]
    [InlineData("c\t1", """{"currency":"USD","total":1}""", "control characters")]
    [InlineData(".", """{"currency":"USD","total":1}""", "not be . or .. alone")]
    [InlineData("..", """{"currency":"USD","total":1}""", "not be . or .. alone")]
    public async Task An_invalid_order_is_rejected(string number, string body, string message)
    {
        var rejected = await _shop.Rejected(() => _shop.PutOrder(number, body));

        Assert.Equal("generic_error", rejected.Of("code"));
        Assert.Contains(message, rejected.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_number_has_at_most_100_characters()
    {
        const string Body = """{"currency":"USD","total":1}""";

        Assert.Equal(201, (await _shop.PutOrder(new string('x', 100), Body)).Status);
        Assert.Equal(422, (await _shop.PutOrder(new string('x', 101), Body)).Status);
        Assert.Equal(404, (await _shop.GetOrder(new string('x', 101))).Status);
    }

    [Fact]
    public async Task An_order_is_registered_and_found_without_its_number_in_the_path()
    {
        var created = await _shop.PostOrder("""{"number":"c/1","currency":"USD","total":100}""");
        var changed = await _shop.PostOrder("""{"number":"c/1","currency":"USD","total":120}""");
        await _shop.PutOrder("c%2F1", """{"currency":"USD","total":7}""");

        Assert.Equal((201, "c/1"), (created.Status, created.Of("number")));
        Assert.Equal((200, "120.00"), (changed.Status, changed.Number("total")));
        Assert.Equal(changed.Text, (await _shop.GetOrder("c/1")).Text);
        Assert.Equal($"[{changed.Text}]", (await _shop.GetOrders("?number=c%2F1&number=nope&number=c%2F1")).Text);
        Assert.Equal("[]", (await _shop.GetOrders("?number=nope&number=..")).Text);
    }

    [Theory]
    [InlineData("""{"currency":"USD","total":1}""", "number is required")]
    [InlineData("""{"number":"..","currency":"USD","total":1}""", "not be . or .. alone")]
    [InlineData("""{"number":"c-1","total":1}""", "currency is required")]
    public async Task An_invalid_order_is_rejected_the_same_by_POST_and_PUT(string body, string message)
    {
        var rejected = await _shop.Rejected(() => _shop.PostOrder(body));

        Assert.Equal("generic_error", rejected.Of("code"));
        Assert.Contains(message, rejected.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_are_shown_by_1_to_25_numbers_and_only_those_of_the_organization()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":1}""");

        Assert.Equal(422, (await _shop.GetOrders("")).Status);
        Assert.Equal(200, (await _shop.GetOrders(Numbers(25))).Status);
        Assert.Equal(422, (await _shop.GetOrders(Numbers(26))).Status);
        using var other = _shop.OfAnotherOrganization();
        Assert.Equal("[]", (await other.GetOrders("?number=c-1")).Text);

        static string Numbers(int count) =>
            "?" + string.Join('&', Enumerable.Range(1, count).Select(number => $"number=c-{number}"));
    }

    [Fact]
    public async Task An_unknown_order_is_not_found() => Assert.Equal(404, (await _shop.GetOrder("nope")).Status);
}
