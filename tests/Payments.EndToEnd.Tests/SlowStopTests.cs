using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.EndToEnd.Tests;

/// <summary>A service that is told to stop while the processor is slow.</summary>
public sealed class SlowStopTests
{
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_service_with_a_slow_processor_stops_within_ten_seconds_and_later_pays_each_refund_once(
        string signal)
    {
        await using var state = new SharedState();
        var service = await state.StartAsync();
        var shop = new Storefront(service.Http);
        await shop.CreatePaidOrderAsync("slow-1", 7000m, 7000m);
        await PayWithSlowCardAsync(shop, "slow-2");
        string[] keys = ["a", "b", "c"];
        var replies = await Task.WhenAll(keys.Select((key, n) => n == 0
            ? shop.RefundAsync("slow-1", 6002m, key)
            : shop.RefundAsync("slow-2", 1m, key)));
        Assert.All(replies, reply => Assert.Equal(201, reply.Status));

        // The refunds of one order run one after the other, three seconds each: the last has not begun.
        var stopping = service.StopAsync(signal);
        var took = await MeasureReleaseAsync(state);
        var (inAll, status) = await stopping;

        Assert.Equal(0, status);
        Assert.True(took < StopsWithin, $"It took {took.TotalSeconds:0.0} s to stop:\n{service.Output()}");
        var again = await state.StartAsync();
        var later = new Storefront(again.Http);
        foreach (var key in keys)
            Assert.Equal("succeeded", (await later.WaitForFinalStateAsync(key))["status"]!.GetValue<string>());
        Assert.Equal(6004m, await later.SumPaidOutAsync());
        ReliabilityFigures.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Stop: SIG{signal} with refunds of 3 s each in progress, let go in {took.TotalSeconds:0.0} s, ended with "
            + $"Azurite, which saves, in {inAll.TotalSeconds:0.0} s"));
    }

    /// <summary>
    /// How long the service takes to release its state: then no work is in progress, and only Azurite is still saving
    /// its tables.
    /// </summary>
    private static async Task<TimeSpan> MeasureReleaseAsync(SharedState state)
    {
        var watch = Stopwatch.StartNew();
        while (File.Exists(Path.Combine(state.Folder, "service.pid")) && watch.Elapsed < 3 * StopsWithin)
            await Task.Delay(20);
        return watch.Elapsed;
    }

    private static async Task PayWithSlowCardAsync(Storefront shop, string number)
    {
        await Storefront.ExpectAsync(201, shop.SendAsync(
            HttpMethod.Put, $"orders/{number}", new JsonObject { ["currency"] = "USD", ["total"] = 100m }));
        var authorization = await Storefront.ExpectAsync(201, shop.SendAsync(
            HttpMethod.Post, "authorizations", new JsonObject
            {
                ["discriminator"] = "merchant_of_record_authorization_form",
                ["token"] = "tok-refund-slow",
                ["order_number"] = number,
            }));
        await Storefront.ExpectAsync(201, shop.SendAsync(HttpMethod.Post, "captures", new JsonObject
        {
            ["authorization_id"] = authorization["id"]!.GetValue<string>(),
            ["amount"] = 100m,
        }));
    }
}
