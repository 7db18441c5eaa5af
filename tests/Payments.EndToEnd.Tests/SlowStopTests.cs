using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.EndToEnd.Tests;

/// <summary>Told to stop while the processor takes its time.</summary>
public sealed class SlowStopTests
{
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task With_a_slow_processor_in_hand_it_stops_within_ten_seconds_and_later_pays_each_refund_once(
        string signal)
    {
        await using var state = new SharedState();
        var service = await state.StartAsync();
        var shop = new Storefront(service.Http);
        await shop.PaidOrderAsync("slow-1", 7000m, 7000m);
        await PaidWithSlowCardAsync(shop, "slow-2");
        string[] keys = ["a", "b", "c"];
        var replies = await Task.WhenAll(keys.Select((key, n) => n == 0
            ? shop.RefundAsync("slow-1", 6002m, key)
            : shop.RefundAsync("slow-2", 1m, key)));
        Assert.All(replies, reply => Assert.Equal(201, reply.Status));

        // One order's refunds of three seconds each are done one after the other: the last has not begun.
        var stopping = service.StopAsync(signal);
        var took = await LetGoAsync(state);
        var (inAll, status) = await stopping;

        Assert.Equal(0, status);
        Assert.True(took < StopsWithin, $"It took {took.TotalSeconds:0.0} s to stop:\n{service.Output()}");
        var again = await state.StartAsync();
        var later = new Storefront(again.Http);
        foreach (var key in keys)
            Assert.Equal("succeeded", (await later.SettledAsync(key))["status"]!.GetValue<string>());
        Assert.Equal(6004m, await later.PaidOutAsync());
        ReliabilityFigures.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Stop: SIG{signal} with refunds of 3 s each in hand, let go in {took.TotalSeconds:0.0} s, ended with "
            + $"Azurite, which saves, in {inAll.TotalSeconds:0.0} s"));
    }

    /// <summary>
    /// How long it is until the service has let go of its state: nothing is in hand then, and only Azurite is still to
    /// be ended, which takes the time that its tables take to be saved.
    /// </summary>
    private static async Task<TimeSpan> LetGoAsync(SharedState state)
    {
        var asked = Stopwatch.StartNew();
        while (File.Exists(Path.Combine(state.Folder, "service.pid")) && asked.Elapsed < 3 * StopsWithin)
            await Task.Delay(20);
        return asked.Elapsed;
    }

    private static async Task PaidWithSlowCardAsync(Storefront shop, string number)
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
