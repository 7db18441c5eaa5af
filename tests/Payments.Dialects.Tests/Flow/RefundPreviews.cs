namespace Payments.Dialects.Tests.Flow;

public sealed class RefundPreviews : IDisposable
{
    private const string All =
        "?policy=fewest_captures&policy=oldest_first&policy=newest_first&policy=proportional";

    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("""{"order_number":"c-1","amount":75}""")]
    [InlineData("""{"order_number":"c-1","amount":40,"currency":"USD"}""")]
    [InlineData("""{"order_number":"c-1","amount_up_to":500}""")]
    [InlineData("""{"order_number":"c-1"}""")]
    [InlineData("""{"capture_id":"$capture","amount":1.5}""")]
    [InlineData("""{"authorization_id":"$authorization","amount":60}""")]
    public async Task A_preview_is_what_the_same_request_then_becomes(string form)
    {
        var (authorization, captures) = await _shop.PaidOrder("c-1", "60", "40");
        var body = form
            .Replace("$authorization", authorization, StringComparison.Ordinal)
            .Replace("$capture", captures[1], StringComparison.Ordinal);
        await _shop.Refund("""{"order_number":"c-1","amount":10}""");
        await _shop.Service.DrainAsync();

        var preview = await _shop.PreviewRefund(body);
        var refund = await _shop.Refund(body);
        await _shop.Service.DrainAsync();

        Assert.Equal(200, preview.Status);
        var trace = await _shop.GetAllocations(refund.Of("id"));
        Assert.Equal(
            (trace.Number("refunded"), trace.Of("currency"), trace.Of("policy")),
            (preview.Number("amount"), preview.Of("currency"), preview.Of("policies.0.policy")));
        var parts = trace["allocations"].GetArrayLength();
        Assert.Equal(parts, preview["policies"][0].GetProperty("allocations").GetArrayLength());
        Assert.All(Enumerable.Range(0, parts), n => Assert.All(
            ["capture.id", "capture.key", "reason"],
            field => Assert.Equal(
                trace.Of($"allocations.{n}.{field}"), preview.Of($"policies.0.allocations.{n}.{field}"))));
        Assert.All(Enumerable.Range(0, parts), n => Assert.All(
            ["amount", "available"],
            field => Assert.Equal(
                trace.Number($"allocations.{n}.{field}"), preview.Number($"policies.0.allocations.{n}.{field}"))));
    }

    [Fact]
    public async Task Each_policy_that_is_named_shows_its_own_allocation()
    {
        var (authorization, _) = await _shop.PaidOrder("c-1", "60");
        _shop.Service.Time.Advance(TimeSpan.FromSeconds(1));
        await _shop.Capture($$"""{"authorization_id":"{{authorization}}","amount":40}""");

        var preview = await _shop.PreviewRefund("""{"order_number":"c-1","amount":50}""", All);

        string[] Amounts(int policy) =>
        [
            .. Enumerable.Range(0, preview["policies"][policy].GetProperty("allocations").GetArrayLength())
                .Select(n => preview.Number($"policies.{policy}.allocations.{n}.amount")),
        ];
        Assert.Equal(
            ["fewest_captures", "oldest_first", "newest_first", "proportional"],
            Enumerable.Range(0, 4).Select(n => preview.Of($"policies.{n}.policy")));
        Assert.Equal(["50.00"], Amounts(0));
        Assert.Equal(["50.00"], Amounts(1));
        Assert.Equal(["40.00", "10.00"], Amounts(2));
        Assert.Equal(["30.00", "20.00"], Amounts(3));
    }

    [Fact]
    public async Task A_preview_stores_nothing_and_reserves_nothing()
    {
        await _shop.PaidOrder("c-1", "60", "40");
        var before = (await _shop.GetSummary("c-1")).Text;

        await _shop.PreviewRefund("""{"order_number":"c-1","key":"r-1","amount":100}""", All);

        Assert.Equal(before, (await _shop.GetSummary("c-1")).Text);
        Assert.Equal(404, (await _shop.GetRefund("r-1")).Status);
        Assert.Equal(201, (await _shop.Refund("""{"order_number":"c-1","key":"r-1","amount":100}""")).Status);
    }

    [Theory]
    [InlineData("""{"order_number":"c-1","amount":100.01}""")]
    [InlineData("""{"order_number":"c-1","amount":0}""")]
    [InlineData("""{"order_number":"c-1","amount":1,"currency":"EUR"}""")]
    [InlineData("""{"order_number":"c-2","amount":1}""")]
    [InlineData("""{"capture_id":"none","amount":1}""")]
    [InlineData("""{"amount":1}""")]
    public async Task A_preview_is_rejected_as_the_request_would_be(string body)
    {
        await _shop.PaidOrder("c-1", "60", "40");

        var preview = await _shop.PreviewRefund(body);

        Assert.Equal(422, preview.Status);
        Assert.Equal((await _shop.Refund(body)).Text, preview.Text);
    }

    [Theory]
    [InlineData("?policy=cheapest", "policy must be one of fewest_captures")]
    [InlineData("?policies=oldest_first", "policies is not a parameter")]
    public async Task An_unknown_policy_or_parameter_is_named(string query, string message)
    {
        await _shop.PaidOrder("c-1", "60");

        var preview = await _shop.PreviewRefund("""{"order_number":"c-1","amount":1}""", query);

        Assert.Equal(422, preview.Status);
        Assert.Contains(message, preview.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_organization_s_order_is_unknown()
    {
        await _shop.PaidOrder("c-1", "60");

        var preview = await _shop.OfAnotherOrganization().PreviewRefund("""{"order_number":"c-1","amount":1}""");

        Assert.Equal(422, preview.Status);
        Assert.Contains("There is no order c-1.", preview.Text, StringComparison.Ordinal);
    }
}
