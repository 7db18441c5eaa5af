using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.EndToEnd.Tests;

/// <summary>
/// One hot order and four processes of the service on one store: each key is paid once, and not a cent more than was
/// captured, whichever process is asked; and none of them starves. A request that is answered with "not now" (5xx,
/// or a Retry-After) is repeated with its key, as a client would.
/// </summary>
public sealed class FourProcessesTests
{
    private const int Processes = 4;
    private const int AtOncePerProcess = 16;
    private const int MostTries = 20;

    private static readonly TimeSpan SettledWithin = TimeSpan.FromMinutes(6);

    private readonly ConcurrentBag<Answered> _answers = [];
    private int _notNow;

    [Fact]
    public async Task Of_refunds_for_twice_what_was_captured_exactly_half_are_paid_and_no_process_starves()
    {
        var captured = TestDepth.Of(brief: 60, deep: 500);
        var requests = 2 * captured;
        await using var state = new SharedState();
        var first = await state.StartAsync();
        var services = (await Task.WhenAll(Enumerable.Range(1, Processes - 1).Select(_ => state.StartAsync())))
            .Prepend(first)
            .ToList();
        var shop = new Storefront(first.Http);
        await shop.PaidOrderAsync("hot", 0.4m * captured, 0.3m * captured, 0.2m * captured, 0.1m * captured);

        await Task.WhenAll(services.Select((service, process) => WarmUpAsync(service, process)));

        var took = Stopwatch.StartNew();
        await Task.WhenAll(services.SelectMany((service, process) => Enumerable.Range(0, AtOncePerProcess).Select(
            worker => AskAsync(service, process, worker, requests / Processes))));
        var answered = took.Elapsed;
        await SettledAsync(shop, captured);

        Assert.Equal(requests, _answers.Count);
        Assert.Equal(requests, _answers.Select(answer => answer.Key).Distinct().Count());
        Assert.Equal(captured, _answers.Count(answer => answer.Reply.Status == 201));
        Assert.All(
            _answers.Where(answer => answer.Reply.Status != 201),
            answer => Assert.Equal("insufficient_funds", answer.Reply.Body!["decline_code"]!.GetValue<string>()));
        foreach (var answer in _answers.Where(answer => answer.Reply.Status == 201))
            Assert.Equal("succeeded", (await shop.SettledAsync(answer.Key))["status"]!.GetValue<string>());
        Assert.Equal(captured, await shop.PaidOutAsync());
        // The short run's money is gone within two seconds: too soon to speak of a share of each process.
        if (TestDepth.IsDeep) AssertFair(captured);
        Record(captured, answered, took.Elapsed);
    }

    /// <summary>
    /// Code that is compiled when it first runs would give the others a start of seconds. The money is of another
    /// currency than what is counted.
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

    private async Task AskAsync(ServiceProcess service, int process, int worker, int requests)
    {
        var shop = new Storefront(service.Http);
        for (var n = worker; n < requests; n += AtOncePerProcess)
        {
            var key = $"p{process}-{n}";
            var asked = Stopwatch.StartNew();
            var reply = await InsistAsync(() => shop.RefundAsync("hot", 1m, key));
            _answers.Add(new Answered(process, key, reply, asked.Elapsed));
        }
    }

    private async Task<Reply> InsistAsync(Func<Task<Reply>> ask)
    {
        for (var tries = 1; ; tries++)
        {
            var reply = await ask();
            if (reply.Status is not 409 and < 500) return reply;
            Interlocked.Increment(ref _notNow);
            Assert.True(tries < MostTries, $"asked {MostTries} times: {reply.Status} {reply.Body}");
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task SettledAsync(Storefront shop, decimal captured)
    {
        using var limit = new CancellationTokenSource(SettledWithin);
        while (true)
        {
            var order = await Storefront.ExpectAsync(200, shop.SendAsync(HttpMethod.Get, "orders/hot"));
            Assert.Equal(captured, order["refunded"]!.GetValue<decimal>() + order["reserved"]!.GetValue<decimal>());
            if (order["reserved"]!.GetValue<decimal>() == 0) return;
            await Task.Delay(TimeSpan.FromMilliseconds(250), limit.Token);
        }
    }

    /// <summary>A quarter each would be fair; a twentieth is the least that is still a share.</summary>
    private void AssertFair(int captured)
    {
        for (var process = 0; process < Processes; process++)
            Assert.True(AcceptedBy(process) >= captured / 20, $"process {process} accepted {AcceptedBy(process)}");
    }

    private int AcceptedBy(int process) =>
        _answers.Count(answer => answer.Process == process && answer.Reply.Status == 201);

    private void Record(int captured, TimeSpan answered, TimeSpan settled)
    {
        var times = _answers.Select(answer => answer.Took.TotalMilliseconds).Order().ToList();
        var shares = string.Join(" + ", Enumerable.Range(0, Processes).Select(AcceptedBy));
        ReliabilityFigures.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Four processes: {_answers.Count} refunds of 1.00 of one order, {captured}.00 captured: {shares} paid, "
            + $"the rest refused; answered in {answered.TotalSeconds:0.0} s (median {times[times.Count / 2]:0} ms, "
            + $"longest {times[^1]:0} ms), settled in {settled.TotalSeconds:0.0} s, {_notNow} times \"not now\""));
    }

    private sealed record Answered(int Process, string Key, Reply Reply, TimeSpan Took);
}
