using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.EndToEnd.Tests;

/// <summary>
/// One busy order and four processes of the service on one store: whichever process gets a request, each key is paid
/// once, and no more than was captured; and no process starves. A response that says "not now" (5xx, or a Retry-After)
/// is repeated with its key, as a client would do.
/// </summary>
public sealed class FourProcessesTests
{
    private const int Processes = 4;
    private const int AtOncePerProcess = 16;
    private const int MaxTries = 20;

    private static readonly TimeSpan FinalWithin = TimeSpan.FromMinutes(6);

    private readonly ConcurrentBag<RefundResponse> _answers = [];
    private int _notNow;

    [Fact]
    public async Task Exactly_half_of_the_refunds_for_twice_the_captured_amount_are_paid_and_no_process_starves()
    {
        var captured = TestDepth.Choose(brief: 60, deep: 500);
        var requests = 2 * captured;
        await using var state = new SharedState();
        var first = await state.StartAsync();
        var services = (await Task.WhenAll(Enumerable.Range(1, Processes - 1).Select(_ => state.StartAsync())))
            .Prepend(first)
            .ToList();
        var shop = new Storefront(first.Http);
        await shop.CreatePaidOrderAsync("hot", 0.4m * captured, 0.3m * captured, 0.2m * captured, 0.1m * captured);

        await Task.WhenAll(services.Select((service, process) => WarmUpAsync(service, process)));

        var took = Stopwatch.StartNew();
        await Task.WhenAll(services.SelectMany((service, process) => Enumerable.Range(0, AtOncePerProcess).Select(
            worker => SendRefundsAsync(service, process, worker, requests / Processes))));
        var answered = took.Elapsed;
        await WaitForFinalStateAsync(shop, captured);

        Assert.Equal(requests, _answers.Count);
        Assert.Equal(requests, _answers.Select(answer => answer.Key).Distinct().Count());
        Assert.Equal(captured, _answers.Count(answer => answer.Reply.Status == 201));
        Assert.All(
            _answers.Where(answer => answer.Reply.Status != 201),
            answer => Assert.Equal("insufficient_funds", answer.Reply.Body!["decline_code"]!.GetValue<string>()));
        foreach (var answer in _answers.Where(answer => answer.Reply.Status == 201))
            Assert.Equal("succeeded", (await shop.WaitForFinalStateAsync(answer.Key))["status"]!.GetValue<string>());
        Assert.Equal(captured, await shop.SumPaidOutAsync());
        // In the short run, the money is gone within two seconds: too soon to speak of a share per process.
        if (TestDepth.IsDeep) AssertFair(captured);
        Record(captured, answered, took.Elapsed);
    }

    /// <summary>
    /// Compiling code at its first use would give the other processes a start of seconds. This money has another
    /// currency than the money that is counted.
    /// </summary>
    private static async Task WarmUpAsync(ServiceProcess service, int process)
    {
        const int Refunds = 10;
        var (shop, order) = (new Storefront(service.Http), $"warm-{process}");
        await Storefront.ExpectAsync(201, shop.SendAsync(
            HttpMethod.Put, $"orders/{order}", new JsonObject { ["currency"] = "EUR", ["total"] = Refunds }));
        var authorization = await Storefront.ExpectAsync(201, shop.SendAsync(
            HttpMethod.Post, "authorizations", new JsonObject
            {
                ["discriminator"] = "merchant_of_record_authorization_form",
                ["token"] = "tok-visa",
                ["order_number"] = order,
            }));
        await Storefront.ExpectAsync(201, shop.SendAsync(HttpMethod.Post, "captures", new JsonObject
        {
            ["authorization_id"] = authorization["id"]!.GetValue<string>(),
            ["amount"] = Refunds,
        }));
        for (var n = 0; n < Refunds; n++)
            await Storefront.ExpectAsync(201, shop.SendAsync(
                HttpMethod.Post, "refunds", new JsonObject { ["order_number"] = order, ["amount"] = 1m }));
    }

    private async Task SendRefundsAsync(ServiceProcess service, int process, int worker, int requests)
    {
        var shop = new Storefront(service.Http);
        for (var n = worker; n < requests; n += AtOncePerProcess)
        {
            var key = $"p{process}-{n}";
            var watch = Stopwatch.StartNew();
            var reply = await RepeatUntilDoneAsync(() => shop.RefundAsync("hot", 1m, key));
            _answers.Add(new RefundResponse(process, key, reply, watch.Elapsed));
        }
    }

    private async Task<Reply> RepeatUntilDoneAsync(Func<Task<Reply>> send)
    {
        for (var tries = 1; ; tries++)
        {
            var reply = await send();
            if (reply.Status is not 409 and < 500) return reply;
            Interlocked.Increment(ref _notNow);
            Assert.True(tries < MaxTries, $"sent {MaxTries} times: {reply.Status} {reply.Body}");
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task WaitForFinalStateAsync(Storefront shop, decimal captured)
    {
        using var limit = new CancellationTokenSource(FinalWithin);
        while (true)
        {
            var order = await Storefront.ExpectAsync(200, shop.SendAsync(HttpMethod.Get, "orders/hot"));
            Assert.Equal(captured, order["refunded"]!.GetValue<decimal>() + order["reserved"]!.GetValue<decimal>());
            if (order["reserved"]!.GetValue<decimal>() == 0) return;
            await Task.Delay(TimeSpan.FromMilliseconds(250), limit.Token);
        }
    }

    /// <summary>A quarter each would be fair; a twentieth is the minimum.</summary>
    private void AssertFair(int captured)
    {
        for (var process = 0; process < Processes; process++)
            Assert.True(
                CountAcceptedBy(process) >= captured / 20, $"process {process} accepted {CountAcceptedBy(process)}");
    }

    private int CountAcceptedBy(int process) =>
        _answers.Count(answer => answer.Process == process && answer.Reply.Status == 201);

    private void Record(int captured, TimeSpan answered, TimeSpan settled)
    {
        var times = _answers.Select(answer => answer.Took.TotalMilliseconds).Order().ToList();
        var shares = string.Join(" + ", Enumerable.Range(0, Processes).Select(CountAcceptedBy));
        ReliabilityFigures.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Four processes: {_answers.Count} refunds of 1.00 of one order, {captured}.00 captured: {shares} paid, "
            + $"the rest rejected; answered in {answered.TotalSeconds:0.0} s (median {times[times.Count / 2]:0} ms, "
            + $"longest {times[^1]:0} ms), all final after {settled.TotalSeconds:0.0} s, {_notNow} times \"not now\""));
    }

    private sealed record RefundResponse(int Process, string Key, Reply Reply, TimeSpan Took);
}
