using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;

namespace Payments.EndToEnd.Tests;

/// <summary>
/// Messages that are no work, in the real local broker, put there by another process than the service: each is a dead
/// letter at once, with its reason, and holds up nothing behind it.
/// </summary>
public sealed class PoisonedMessagesTests
{
    private const string Refunds = "refunds";
    private const string Credits = "credits";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    // Of these, the description tells what is wrong in a person's words.
    private static readonly (string Body, string Description)[] Poison =
    [
        ("{ not JSON", "The body is not the JSON of work"),
        (Work("bake_cake"), "'bake_cake' is no type of work."),
        (Work("execute_refund", ledger: "nowhere"), "'nowhere' names no ledger."),
        (Work("execute_refund", id: "cap-1"), "'cap-1' is no id of the kind 'ref'."),
        (Work("execute_refund", organization: ""), "The organization is empty."),
    ];

    private static readonly string[] Mistaken = ["one", "two", "three"];

    [Fact]
    public async Task What_is_no_work_is_a_dead_letter_at_once_and_again_when_it_is_put_back_and_holds_up_nothing()
    {
        await using var state = new SharedState();
        var service = await state.StartAsync();
        var shop = new Storefront(service.Http);
        var session = await SessionOfPaidOrderAsync(shop, "poison-1");
        await using var client = state.OpenServiceBus();
        await PoisonAsync(client, session);

        var refund = await shop.RefundAsync("poison-1", 10m, "behind");

        Assert.Equal(201, refund.Status);
        Assert.Equal("succeeded", (await shop.SettledAsync("behind"))["status"]!.GetValue<string>());
        var letters = await LettersAsync(service, Poison.Length + 1);
        foreach (var (body, description) in Poison)
        {
            var letter = Assert.Single(letters, letter => letter["body"]!.GetValue<string>() == body
                && letter["queue"]!.GetValue<string>() == Refunds);
            Assert.Equal("NotWork", letter["reason"]!.GetValue<string>());
            Assert.StartsWith(description, letter["description"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Equal(1, letter["delivery_count"]!.GetValue<int>());
        }

        Assert.Single(letters, letter => letter["queue"]!.GetValue<string>() == Credits);
        Assert.Equal(10m, await shop.PaidOutAsync());

        Assert.Equal(Poison.Length, await PutBackAsync(service, Refunds));
        Assert.Equal(Poison.Length + 1, (await LettersAsync(service, Poison.Length + 1)).Count);
    }

    [Fact]
    public async Task A_dead_letter_whose_cause_is_gone_is_done_once_it_is_put_back_one_or_all()
    {
        await using var state = new SharedState();
        var service = await state.StartAsync();
        var shop = new Storefront(service.Http);
        var session = await SessionOfPaidOrderAsync(shop, "poison-2");
        await using var client = state.OpenServiceBus();
        await BuryAsync(client, session, async () =>
        {
            foreach (var key in Mistaken)
                Assert.Equal(201, (await shop.RefundAsync("poison-2", 10m, key)).Status);
        });
        var letters = await LettersAsync(service, Mistaken.Length);
        Assert.All(letters, letter => Assert.Equal("Mistaken", letter["reason"]!.GetValue<string>()));
        Assert.Equal("pending", await StatusAsync(shop, "one"));

        var number = letters[0]["sequence_number"]!.GetValue<long>();
        Assert.Equal(1, await PutBackAsync(service, $"{Refunds}/{number}"));
        Assert.Equal("succeeded", (await shop.SettledAsync("one"))["status"]!.GetValue<string>());
        Assert.Equal("pending", await StatusAsync(shop, "two"));
        Assert.Equal(10m, await shop.PaidOutAsync());

        Assert.Equal(2, await PutBackAsync(service, Refunds));
        await shop.SettledAsync("two");
        await shop.SettledAsync("three");
        Assert.Equal(30m, await shop.PaidOutAsync());
        Assert.Empty(await LettersAsync(service, 0));
    }

    private static async Task<string> SessionOfPaidOrderAsync(Storefront shop, string number)
    {
        await shop.PaidOrderAsync(number, 60m, 40m);
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

    /// <summary>Takes an order's refunds from the service as they come in, and buries them by mistake.</summary>
    private static async Task BuryAsync(ServiceBusClient client, string session, Func<Task> comeIn)
    {
        await using var receiver = await HoldAsync(client, session);
        await comeIn();
        for (var buried = 0; buried < Mistaken.Length;)
        {
            await receiver.RenewSessionLockAsync();
            var message = await receiver.ReceiveMessageAsync()
                ?? throw new TimeoutException("No refund came.");
            if (message.Subject != "execute_refund") continue;
            await receiver.DeadLetterMessageAsync(message, "Mistaken", "Buried by hand.");
            buried++;
        }
    }

    /// <summary>The service lets a session go a moment after its last message.</summary>
    private static async Task<ServiceBusSessionReceiver> HoldAsync(ServiceBusClient client, string session)
    {
        using var patience = new CancellationTokenSource(Soon);
        while (true)
        {
            try
            {
                return await client.AcceptSessionAsync(Refunds, session, cancellationToken: patience.Token);
            }
            catch (ServiceBusException held) when (held.Reason == ServiceBusFailureReason.SessionCannotBeLocked)
            {
                await Task.Delay(50, patience.Token);
            }
        }
    }

    private static async Task<List<JsonNode>> LettersAsync(ServiceProcess service, int count)
    {
        using var patience = new CancellationTokenSource(Soon);
        while (true)
        {
            var letters = (await OpsAsync(service, HttpMethod.Get, "dead-letters")).AsArray();
            if (letters.Count == count) return [.. letters.Select(letter => letter!)];
            Assert.False(patience.IsCancellationRequested, $"{count} dead letters expected: {letters}");
            await Task.Delay(50);
        }
    }

    private static async Task<int> PutBackAsync(ServiceProcess service, string path) =>
        (await OpsAsync(service, HttpMethod.Post, $"dead-letters/{path}"))["put_back"]!.GetValue<int>();

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
