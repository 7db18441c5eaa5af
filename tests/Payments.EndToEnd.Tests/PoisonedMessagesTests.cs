using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;

namespace Payments.EndToEnd.Tests;

/// <summary>
/// Invalid messages, sent to the real local broker by another process: each becomes a dead letter at once, with its
/// reason, and blocks nothing behind it.
/// </summary>
public sealed class PoisonedMessagesTests
{
    private const string Refunds = "refunds";
    private const string Credits = "credits";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    // The description names the error in plain words.
    private static readonly (string Body, string Description)[] Poison =
    [
        ("{ not JSON", "The body is not a work item in JSON"),
        (Work("bake_cake"), "'bake_cake' is not a type of work."),
        (Work("execute_refund", ledger: "nowhere"), "'nowhere' is not a ledger id."),
        (Work("execute_refund", id: "cap-1"), "'cap-1' is not an id of kind 'ref'."),
        (Work("execute_refund", organization: ""), "The organization is empty."),
    ];

    private static readonly string[] Mistaken = ["one", "two", "three"];

    [Fact]
    public async Task An_invalid_message_is_dead_lettered_at_once_and_again_after_requeuing_and_blocks_nothing()
    {
        await using var state = new SharedState();
        var service = await state.StartAsync();
        var shop = new Storefront(service.Http);
        var session = await CreatePaidOrderAsync(shop, "poison-1");
        await using var client = state.OpenServiceBus();
        await PoisonAsync(client, session);

        var refund = await shop.RefundAsync("poison-1", 10m, "behind");

        Assert.Equal(201, refund.Status);
        Assert.Equal("succeeded", (await shop.WaitForFinalStateAsync("behind"))["status"]!.GetValue<string>());
        var letters = await WaitForDeadLettersAsync(service, Poison.Length + 1);
        foreach (var (body, description) in Poison)
        {
            var letter = Assert.Single(letters, letter => letter["body"]!.GetValue<string>() == body
                && letter["queue"]!.GetValue<string>() == Refunds);
            Assert.Equal("NotWork", letter["reason"]!.GetValue<string>());
            Assert.StartsWith(description, letter["description"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Equal(1, letter["delivery_count"]!.GetValue<int>());
        }

        Assert.Single(letters, letter => letter["queue"]!.GetValue<string>() == Credits);
        Assert.Equal(10m, await shop.SumPaidOutAsync());

        Assert.Equal(Poison.Length, await RequeueAsync(service, Refunds));
        Assert.Equal(Poison.Length + 1, (await WaitForDeadLettersAsync(service, Poison.Length + 1)).Count);
    }

    [Fact]
    public async Task A_requeued_dead_letter_is_processed_once_its_cause_is_gone()
    {
        await using var state = new SharedState();
        var service = await state.StartAsync();
        var shop = new Storefront(service.Http);
        var session = await CreatePaidOrderAsync(shop, "poison-2");
        await using var client = state.OpenServiceBus();
        await DeadLetterAsync(client, session, async () =>
        {
            foreach (var key in Mistaken)
                Assert.Equal(201, (await shop.RefundAsync("poison-2", 10m, key)).Status);
        });
        var letters = await WaitForDeadLettersAsync(service, Mistaken.Length);
        Assert.All(letters, letter => Assert.Equal("Mistaken", letter["reason"]!.GetValue<string>()));
        Assert.Equal("pending", await StatusAsync(shop, "one"));

        var number = letters[0]["sequence_number"]!.GetValue<long>();
        Assert.Equal(1, await RequeueAsync(service, $"{Refunds}/{number}"));
        Assert.Equal("succeeded", (await shop.WaitForFinalStateAsync("one"))["status"]!.GetValue<string>());
        Assert.Equal("pending", await StatusAsync(shop, "two"));
        Assert.Equal(10m, await shop.SumPaidOutAsync());

        Assert.Equal(2, await RequeueAsync(service, Refunds));
        await shop.WaitForFinalStateAsync("two");
        await shop.WaitForFinalStateAsync("three");
        Assert.Equal(30m, await shop.SumPaidOutAsync());
        Assert.Empty(await WaitForDeadLettersAsync(service, 0));
    }

    private static async Task<string> CreatePaidOrderAsync(Storefront shop, string number)
    {
        await shop.CreatePaidOrderAsync(number, 60m, 40m);
        var order = await Storefront.ExpectAsync(200, shop.SendAsync(HttpMethod.Get, $"orders/{number}"));
        return $"demo|{order["id"]!.GetValue<string>()["ord-".Length..]}";
    }

    private static async Task PoisonAsync(ServiceBusClient client, string session)
    {
        await using var refunds = client.CreateSender(Refunds);
        foreach (var (body, _) in Poison)
            await refunds.SendMessageAsync(new ServiceBusMessage(body) { SessionId = session });
        await using var credits = client.CreateSender(Credits);
        await credits.SendMessageAsync(new ServiceBusMessage("null"));
    }

    /// <summary>Takes an order's refunds before the service gets them, and dead-letters them by mistake.</summary>
    private static async Task DeadLetterAsync(ServiceBusClient client, string session, Func<Task> comeIn)
    {
        await using var receiver = await HoldAsync(client, session);
        await comeIn();
        for (var deadLettered = 0; deadLettered < Mistaken.Length;)
        {
            await receiver.RenewSessionLockAsync();
            var message = await receiver.ReceiveMessageAsync()
                ?? throw new TimeoutException("No refund arrived.");
            if (message.Subject != "execute_refund") continue;
            await receiver.DeadLetterMessageAsync(message, "Mistaken", "Dead-lettered by hand.");
            deadLettered++;
        }
    }

    /// <summary>The service releases a session shortly after its last message.</summary>
    private static async Task<ServiceBusSessionReceiver> HoldAsync(ServiceBusClient client, string session)
    {
        using var timeout = new CancellationTokenSource(Soon);
        while (true)
        {
            try
            {
                return await client.AcceptSessionAsync(Refunds, session, cancellationToken: timeout.Token);
            }
            catch (ServiceBusException held) when (held.Reason == ServiceBusFailureReason.SessionCannotBeLocked)
            {
                await Task.Delay(50, timeout.Token);
            }
        }
    }

    private static async Task<List<JsonNode>> WaitForDeadLettersAsync(ServiceProcess service, int count)
    {
        using var timeout = new CancellationTokenSource(Soon);
        while (true)
        {
            var letters = (await OpsAsync(service, HttpMethod.Get, "dead-letters")).AsArray();
            if (letters.Count == count) return [.. letters.Select(letter => letter!)];
            Assert.False(timeout.IsCancellationRequested, $"{count} dead letters expected: {letters}");
            await Task.Delay(50);
        }
    }

    private static async Task<int> RequeueAsync(ServiceProcess service, string path) =>
        (await OpsAsync(service, HttpMethod.Post, $"dead-letters/{path}"))["requeued"]!.GetValue<int>();

    private static async Task<JsonNode> OpsAsync(ServiceProcess service, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, $"/ops/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "demo-ops-token");
        using var response = await service.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private static async Task<string> StatusAsync(Storefront shop, string key) =>
        (await Storefront.ExpectAsync(200, shop.SendAsync(HttpMethod.Get, $"refunds/{key}")))["status"]!
            .GetValue<string>();

    private static string Work(
        string type, string organization = "demo", string ledger = "af11d2cd4fb6b318dbd5", string id = "ref-1") =>
        new JsonObject
        {
            ["type"] = type,
            ["organization"] = organization,
            ["ledger"] = ledger,
            ["id"] = id,
            ["attempt"] = 0,
        }.ToJsonString();
}
