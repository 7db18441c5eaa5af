using System.Diagnostics;
using System.Globalization;
using Payments.EndToEnd.Tests.Faults;

namespace Payments.EndToEnd.Tests;

/// <summary>Storage that accepts connections and answers nothing: the slowest way to be away.</summary>
public sealed class StorageAwayTests
{
    /// <summary>What a request may take, as its caller sees it on a busy machine.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Requests_get_503_within_ten_seconds_then_at_once_and_readiness_follows_storage()
    {
        await using var state = new SharedState();
        var service = await state.StartAsync();
        await new Storefront(service.Http).CreatePaidOrderAsync("away-1", 10m);
        Assert.Equal(200, (await SendAsync(service, "/health/ready")).Status);

        state.Suspend(true);
        var first = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(service, "/demo/orders/away-1")));
        var next = new List<Answered>();
        for (var n = 0; n < 20; n++) next.Add(await SendAsync(service, "/demo/orders/away-1"));
        var unready = await SendAsync(service, "/health/ready");
        var live = await SendAsync(service, "/health/live");
        state.Suspend(false);

        Assert.All([.. first, .. next, unready], answered =>
        {
            Assert.Equal((503, "2"), (answered.Status, answered.RetryAfter));
            Assert.InRange(answered.Took, TimeSpan.Zero, EndsWithin);
        });
        // One attempt in two seconds finds out whether storage is back, and waits for it.
        Assert.InRange(next.Count(answered => answered.Took < AtOnce), 15, 20);
        Assert.Equal(200, live.Status);
        var back = await MeasureReturnAsync(service);
        Assert.Equal(201, (await new Storefront(service.Http).RefundAsync("away-1", 1m)).Status);
        ReliabilityFigures.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Storage away: 8 requests at once ended with 503 after at most "
            + $"{first.Max(answered => answered.Took).TotalSeconds:0.0} s, "
            + $"{next.Count(answered => answered.Took < AtOnce)} of the following 20 at once; ready again "
            + $"{back.TotalSeconds:0.0} s after it was back"));
    }

    private static async Task<TimeSpan> MeasureReturnAsync(ServiceProcess service)
    {
        var watch = Stopwatch.StartNew();
        while ((await SendAsync(service, "/health/ready")).Status != 200)
        {
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, BackWithin);
            await Task.Delay(100);
        }

        return watch.Elapsed;
    }

    private static async Task<Answered> SendAsync(ServiceProcess service, string path)
    {
        var watch = Stopwatch.StartNew();
        using var request = Requests.Flow(HttpMethod.Get, path, root: "");
        using var response = await service.Http.SendAsync(request);
        await response.Content.ReadAsStringAsync();
        return new Answered((int)response.StatusCode, response.Headers.RetryAfter?.ToString(), watch.Elapsed);
    }

    private sealed record Answered(int Status, string? RetryAfter, TimeSpan Took);
}
