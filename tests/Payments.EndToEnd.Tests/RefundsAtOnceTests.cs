namespace Payments.EndToEnd.Tests;

public sealed class RefundsAtOnceTests
{
    [Fact]
    public async Task Exactly_20_of_50_concurrent_refunds_of_5_are_paid_from_100_captured_and_30_are_rejected()
    {
        await using var state = new SharedState();
        var service = await state.StartAsync();
        var shop = new Storefront(service.Http);
        await shop.CreatePaidOrderAsync("hot-1", 60m, 40m);

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(n => shop.RefundAsync("hot-1", 5m, $"hot-{n}")));

        Assert.Equal(20, replies.Count(reply => reply.Status == 201));
        Assert.Equal(30, replies.Count(reply => reply.Status == 422));
        Assert.All(
            replies.Where(reply => reply.Status == 422),
            reply => Assert.Equal("insufficient_funds", reply.Body!["decline_code"]!.GetValue<string>()));
        foreach (var reply in replies.Where(reply => reply.Status == 201))
        {
            var refund = await shop.WaitForFinalStateAsync(reply.Body!["key"]!.GetValue<string>());
            Assert.Equal("succeeded", refund["status"]!.GetValue<string>());
        }

        Assert.Equal(100m, await shop.SumPaidOutAsync());
        var order = await Storefront.ExpectAsync(200, shop.SendAsync(HttpMethod.Get, "orders/hot-1"));
        Assert.Equal(100m, order["refunded"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task The_same_key_is_one_refund_and_another_amount_under_it_is_rejected()
    {
        await using var state = new SharedState();
        var service = await state.StartAsync();
        var shop = new Storefront(service.Http);
        await shop.CreatePaidOrderAsync("key-1", 50m);

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => shop.RefundAsync("key-1", 10m, "once")));
        var other = await shop.RefundAsync("key-1", 11m, "once");
        await shop.WaitForFinalStateAsync("once");

        Assert.All(replies, reply => Assert.Equal(201, reply.Status));
        Assert.Single(replies.Select(reply => reply.Body!["id"]!.GetValue<string>()).Distinct());
        Assert.Equal(422, other.Status);
        Assert.Equal(10m, await shop.SumPaidOutAsync());
    }
}
