namespace Payments.EndToEnd.Tests;

public sealed class StopTests
{
    [Fact]
    public async Task A_service_stopped_at_work_and_restarted_finishes_everything_it_accepted()
    {
        await using var state = new SharedState();
        var service = await state.StartAsync();
        var shop = new Storefront(service.Http);
        await shop.CreatePaidOrderAsync("stop-1", 60m, 40m);
        await shop.CreatePaidOrderAsync("stop-2", 30m, 30m, 40m);
        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(
            n => shop.RefundAsync(n % 2 == 0 ? "stop-1" : "stop-2", 5m, $"stop-{n}")));
        Assert.All(replies, reply => Assert.Equal(201, reply.Status));
        var (_, status) = await service.StopAsync();
        Assert.Equal(0, status);

        var later = new Storefront((await state.StartAsync()).Http);
        foreach (var key in replies.Select(reply => reply.Body!["key"]!.GetValue<string>()))
            Assert.Equal("succeeded", (await later.WaitForFinalStateAsync(key))["status"]!.GetValue<string>());
        Assert.Equal(200m, await later.SumPaidOutAsync());
    }
}
