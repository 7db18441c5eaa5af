using System.Net;
using System.Text.Json.Nodes;

namespace Payments.EndToEnd.Tests.Faults;

/// <summary>
/// Once everything is final, compares to the cent: the responses that clients got, the ledger, and what the sandbox
/// processor actually moved.
/// </summary>
internal sealed class Audit(HttpClient http)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until nothing in the stories is pending.</summary>
    public async Task WaitUntilFinalAsync(IEnumerable<Story> stories, TimeSpan timeout)
    {
        var pending = await FindPendingAsync(stories, timeout);
        Assert.True(
            pending.Count == 0,
            $"{pending.Count} still pending after {timeout}, the first is {pending.FirstOrDefault()?.Key}");
    }

    /// <summary>Returns the calls that are still pending after a while.</summary>
    public async Task<List<Call>> FindPendingAsync(IEnumerable<Story> stories, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        var pending = new List<Call>();
        var lasting = stories.SelectMany(story => story.Calls)
            .Where(call => call.HasSucceeded
                && call.Kind is ResourceKind.Refund or ResourceKind.Capture or ResourceKind.Credit);
        foreach (var call in lasting)
        {
            bool isPending;
            while ((isPending = ReadStatus(call, await GetCurrentAsync(call)) is "pending" or "AUTHORIZED")
                && !limit.IsCancellationRequested)
                await Task.Delay(Pause);
            if (isPending) pending.Add(call);
        }

        return pending;
    }

    /// <summary>Whether the resource that a call created exists.</summary>
    public async Task<bool> ExistsAsync(Call call, string? order)
    {
        using var request = call.Kind switch
        {
            ResourceKind.Order => Requests.Flow(HttpMethod.Get, $"orders/{order}"),
            ResourceKind.Authorization => Requests.Flow(HttpMethod.Get, $"authorizations/{call.Id}"),
            _ => CreateReadRequest(call),
        };
        using var response = await http.SendAsync(request);
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{response.StatusCode}");
        return response.IsSuccessStatusCode;
    }

    /// <summary>Checks each story, and that the books contain nothing else.</summary>
    public async Task CheckAsync(IReadOnlyCollection<Story> stories)
    {
        var books = await GetAsync(Requests.Flow(HttpMethod.Get, "sandbox", root: "/ops/"));
        var operations = books["operations"]!.AsArray()
            .Where(operation => operation!["state"]!.GetValue<string>() == "Done")
            .Select(operation => new Moved(
                operation!["kind"]!.GetValue<string>(),
                operation["idempotency_key"]!.GetValue<string>(),
                operation["amount"]!.GetValue<decimal>()))
            .ToList();
        var ledgers = new Sums(0, 0, 0);
        foreach (var story in stories) ledgers += await CheckAsync(story, operations);

        Assert.Equal(ledgers.Captured, Sum(operations, "Capture"));
        Assert.Equal(ledgers.Refunded, Sum(operations, "Refund"));
        Assert.Equal(ledgers.Credited, Sum(operations, "Settlement"));
        Assert.Equal(ledgers.Refunded, books["refunded"]?["USD"]?.GetValue<decimal>() ?? 0m);
        Assert.Equal(
            stories.Sum(story => story.FindSuccessful(ResourceKind.Authorization).Count()),
            operations.Count(operation => operation.Kind == "Authorization"));
    }

    /// <summary>
    /// Checks a story against the books, and returns the sums in its ledger of money that the sandbox moved.
    /// </summary>
    private async Task<Sums> CheckAsync(Story story, List<Moved> books)
    {
        var credited = await CreditsAsync(story, books);
        if (story.Order is not { } number || !story.FindSuccessful(ResourceKind.Order).Any())
            return new Sums(0, 0, credited);

        var order = await GetAsync(Requests.Flow(HttpMethod.Get, $"orders/{number}"));
        var captures = new Dictionary<string, decimal>();
        foreach (var call in story.FindSuccessful(ResourceKind.Capture))
        {
            var capture = await GetCurrentAsync(call);
            if (capture["status"]!.GetValue<string>() != "succeeded") continue;
            captures.Add(call.Id, capture["amount"]!.GetValue<decimal>());
            Assert.Equal(call.Amount, captures[call.Id]);
            Assert.Equal(
                call.Amount, books.Where(moved => moved.Key == call.Id).Sum(moved => moved.Amount));
        }

        var captured = captures.Values.Sum();
        var recorded = story.FindSuccessful(ResourceKind.OrderCloudCapture).Sum(call => call.Amount);
        var (refunded, executed) = await RefundsAsync(story, captures, books);
        Assert.Equal(captured + recorded, order["captured"]!.GetValue<decimal>());
        Assert.Equal(refunded, order["refunded"]!.GetValue<decimal>());
        Assert.Equal(0m, order["reserved"]!.GetValue<decimal>());
        return new Sums(captured, executed, credited);
    }

    /// <summary>
    /// What was refunded, and how much of that by the sandbox: what is taken from captures that OrderCloud's client
    /// recorded, which are not among the given ones, is only recorded.
    /// </summary>
    private async Task<(decimal Refunded, decimal Executed)> RefundsAsync(
        Story story, Dictionary<string, decimal> captures, List<Moved> books)
    {
        var (refunded, executed) = (0m, 0m);
        var executable = captures.Keys.ToHashSet(StringComparer.Ordinal);
        var taken = new Dictionary<string, decimal>();
        foreach (var call in story.FindSuccessful(ResourceKind.Refund))
        {
            var refund = await GetCurrentAsync(call);
            var isPaid = refund["status"]!.GetValue<string>() == "succeeded";
            var amount = isPaid ? refund["amount"]!.GetValue<decimal>() : 0m;
            var paid = books.Where(moved => moved.Key.StartsWith(call.Id + "/", StringComparison.Ordinal)).ToList();
            Assert.True(amount <= call.Amount, $"{call.Key}: {amount} refunded, {call.Amount} requested");
            var ours = refund["captures"]!.AsArray()
                .Where(part => executable.Contains(part!["capture"]!["id"]!.GetValue<string>()))
                .Sum(part => part!["amount"]!.GetValue<decimal>());
            Assert.True(
                ours == paid.Sum(moved => moved.Amount),
                $"{call.Key}: {ours} in the ledger, {string.Join(", ", paid)} in the books");
            refunded += amount;
            executed += ours;
            foreach (var part in refund["captures"]!.AsArray())
            {
                var capture = part!["capture"]!["id"]!.GetValue<string>();
                captures.TryAdd(capture, part["capture"]!["amount"]!.GetValue<decimal>());
                taken[capture] = taken.GetValueOrDefault(capture) + part["amount"]!.GetValue<decimal>();
            }
        }

        Assert.Equal(refunded, taken.Values.Sum());
        Assert.All(taken, part => Assert.True(part.Value <= captures[part.Key], $"{part.Key}: {part.Value} taken"));
        return (refunded, executed);
    }

    private async Task<decimal> CreditsAsync(Story story, List<Moved> books)
    {
        var credited = 0m;
        foreach (var call in story.FindSuccessful(ResourceKind.Credit))
        {
            var sent = ReadStatus(call, await GetCurrentAsync(call)) == "CAPTURED" ? call.Amount : 0m;
            var paid = books.Where(moved => moved.Kind == "Settlement"
                && moved.Key.Contains(call.Id, StringComparison.Ordinal));
            Assert.Equal(sent, paid.Sum(moved => moved.Amount));
            credited += sent;
        }

        return credited;
    }

    private Task<JsonNode> GetCurrentAsync(Call call) => GetAsync(CreateReadRequest(call));

    private static HttpRequestMessage CreateReadRequest(Call call) => call.Kind switch
    {
        ResourceKind.Refund => Requests.Flow(HttpMethod.Get, $"refunds/{call.Id}"),
        ResourceKind.Capture => Requests.Flow(HttpMethod.Get, $"captures/{call.Id}"),
        ResourceKind.Credit => Requests.ReadCredit(call.Id),
        _ => throw new ArgumentOutOfRangeException(nameof(call), call.Kind, "It has no final state to wait for."),
    };

    private static string ReadStatus(Call call, JsonNode shown) => call.Kind switch
    {
        ResourceKind.Refund or ResourceKind.Capture => shown["status"]!.GetValue<string>(),
        _ => shown["gatewayResponse"]!["transactionState"]!.GetValue<string>(),
    };

    private async Task<JsonNode> GetAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{request.RequestUri}: {response.StatusCode} {text}");
            return JsonNode.Parse(text)!;
        }
    }

    private static decimal Sum(List<Moved> books, string kind) =>
        books.Where(moved => moved.Kind == kind).Sum(moved => moved.Amount);

    private sealed record Moved(string Kind, string Key, decimal Amount);

    private readonly record struct Sums(decimal Captured, decimal Refunded, decimal Credited)
    {
        public static Sums operator +(Sums left, Sums right) => new(
            left.Captured + right.Captured, left.Refunded + right.Refunded, left.Credited + right.Credited);
    }
}
