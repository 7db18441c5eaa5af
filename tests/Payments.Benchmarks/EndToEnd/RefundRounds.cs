using System.Diagnostics;
using System.Globalization;
using System.Text;
using Payments.Benchmarks.Load;
using Payments.Benchmarks.Services;

namespace Payments.Benchmarks.EndToEnd;

/// <summary>Refunds of one service through HTTP, from the request to their end.</summary>
internal sealed class RefundRounds(RunningService service)
{
    private const string Token = "demo-flow-token";

    /// <summary>Long enough that a waiting client takes nothing from the service.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(700);

    private readonly List<string> _orders = [];

    /// <summary>Creates orders with one capture of 10,000 dollars each.</summary>
    public async Task PrepareAsync(int orders)
    {
        using var client = await LoadConnection.OpenAsync(service.Port);
        while (_orders.Count < orders)
        {
            var number = $"order-{_orders.Count}";
            await ExpectAsync(client, 201, "PUT", $"orders/{number}", """{"currency":"USD","total":10000.00}""");
            var authorization = ReadId(await ExpectAsync(
                client,
                201,
                "POST",
                "authorizations",
                $$"""
                {"discriminator":"merchant_of_record_authorization_form","token":"tok-visa","order_number":"{{number}}"}
                """));
            await ExpectAsync(
                client, 201, "POST", "captures", $$"""{"authorization_id":"{{authorization}}","amount":10000.00}""");
            _orders.Add(number);
        }
    }

    /// <summary>
    /// So many refunds, so many at a time, of the first orders in turn. Each client sends its next refund once it has
    /// the response to the last one. The end is when the last refund has succeeded.
    /// </summary>
    public async Task<RoundResult> RunAsync(int refunds, int atATime, int orders)
    {
        var next = -1;
        var ids = new string[refunds];
        var longest = TimeSpan.Zero;
        var clients = await Task.WhenAll(
            Enumerable.Range(0, atATime).Select(_ => LoadConnection.OpenAsync(service.Port)));
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(clients.Select(async client =>
        {
            while (Interlocked.Increment(ref next) is var number && number < refunds)
            {
                var sent = watch.Elapsed;
                ids[number] = ReadId(await RefundAsync(client, _orders[number % orders]));
                var took = watch.Elapsed - sent;
                lock (ids) longest = took > longest ? took : longest;
            }
        }));
        var accepted = watch.Elapsed;
        var ended = accepted;
        foreach (var id in ids.Reverse())
        {
            while (!await HasSucceededAsync(clients[0], id))
            {
                await Task.Delay(Poll);
                ended = watch.Elapsed;
            }
        }

        foreach (var client in clients) client.Dispose();
        return new RoundResult(refunds, accepted, ended, longest);
    }

    /// <summary>
    /// The storage calls of a refund: of those that had succeeded before the next one began, the one with the fewest.
    /// What timers and messages of earlier requests call in the meantime is so left out.
    /// </summary>
    public async Task<IReadOnlyList<StorageCall>> CountAsync(int refunds)
    {
        using var client = await LoadConnection.OpenAsync(service.Port);
        var counts = new List<IReadOnlyList<StorageCall>>();
        for (var number = 0; number < refunds; number++)
        {
            await BeQuietAsync();
            service.Tables.TakeCalls();
            var id = ReadId(await RefundAsync(client, _orders[number % _orders.Count]));
            await BeQuietAsync();
            var calls = service.Tables.TakeCalls();
            if (await HasSucceededAsync(client, id)) counts.Add(calls);
        }

        return counts.MinBy(calls => calls.Count) ?? [];
    }

    private async Task BeQuietAsync()
    {
        do await Task.Delay(Poll);
        while (service.Tables.Quiet < QuietTime);
    }

    private static Task<string> RefundAsync(LoadConnection client, string order) => ExpectAsync(
        client, 201, "POST", "refunds", $$"""{"order_number":"{{order}}","amount":1.00}""");

    private static async Task<bool> HasSucceededAsync(LoadConnection client, string id)
    {
        var refund = await ExpectAsync(client, 200, "GET", $"refunds/{id}");
        return refund.Contains("\"status\":\"succeeded\"", StringComparison.Ordinal)
            || (refund.Contains("\"status\":\"pending\"", StringComparison.Ordinal)
                ? false
                : throw new InvalidOperationException($"A refund did not succeed: {refund}"));
    }

    private static async Task<string> ExpectAsync(
        LoadConnection client, int status, string method, string path, string body = "")
    {
        var request = string.Create(
            CultureInfo.InvariantCulture,
            $"{method} /demo/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {Token}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        var received = await client.SendAsync(Encoding.ASCII.GetBytes(request));
        var text = Encoding.UTF8.GetString(client.Body.Span);
        return received == status
            ? text
            : throw new InvalidOperationException($"{method} {path} was answered {received}: {text}");
    }

    private static string ReadId(string body)
    {
        const string Name = "\"id\":\"";
        var start = body.IndexOf(Name, StringComparison.Ordinal) + Name.Length;
        return body[start..body.IndexOf('"', start)];
    }
}

/// <summary>A round of refunds.</summary>
/// <param name="Refunds">How many.</param>
/// <param name="Accepted">When the last one was accepted, from the start.</param>
/// <param name="Ended">When the last one had succeeded.</param>
/// <param name="MaxWait">The longest that a client waited for its response.</param>
internal sealed record RoundResult(int Refunds, TimeSpan Accepted, TimeSpan Ended, TimeSpan MaxWait)
{
    /// <summary>Several rounds as one.</summary>
    public static RoundResult Sum(IReadOnlyCollection<RoundResult> rounds) => new(
        rounds.Sum(round => round.Refunds),
        TimeSpan.FromTicks(rounds.Sum(round => round.Accepted.Ticks)),
        TimeSpan.FromTicks(rounds.Sum(round => round.Ended.Ticks)),
        rounds.Max(round => round.MaxWait));

    public double AcceptedPerSecond => Refunds / Accepted.TotalSeconds;

    public double EndedPerSecond => Refunds / Ended.TotalSeconds;
}
