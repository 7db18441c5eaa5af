using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;
using Payments.EndToEnd.Tests.Faults;

namespace Payments.EndToEnd.Tests;

/// <summary>
/// <c>kill -9</c> of Azurite. It answers a write once the write is in its memory, and every five seconds writes all of
/// its tables to one file: a kill takes the whole store back to that moment. So after it, what was answered in the last
/// seconds may be gone, with the key it was made under and with what the sandbox processor did for it: the sandbox's
/// books are in the same Azurite, where a real processor's are not. Table Storage has answered only what it keeps;
/// that no answered write is lost can't be shown here. What must hold is shown: nothing older is lost; each ledger is
/// whole, and agrees with the books; the service serves; messages whose records are gone hold up nothing. And what
/// can't: the broker's file is not taken back. A refund that the store has pending again, while its message was
/// completed in the lost seconds, waits for somebody to enqueue it anew; here the test does.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit calls DisposeAsync of IAsyncLifetime.")]
[SuppressMessage("Security", "CA5394", Justification = "A run must be repeatable from its seed.")]
public sealed class KilledAzuriteTests : IAsyncLifetime
{
    private const int MostStories = 20;
    private const int LedgerIdLength = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    /// <summary>Azurite saves every five seconds.</summary>
    private static readonly TimeSpan Saved = TimeSpan.FromSeconds(6.5);

    private readonly SharedState _state = new();
    private readonly int _seed = Random.Shared.Next();
    private int _lost;
    private int _putBack;
    private int _enqueued;
    private TimeSpan _oldestLost;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await _state.DisposeAsync();

    [Fact]
    public async Task What_was_written_six_seconds_before_is_all_there_and_what_was_asked_meanwhile_is_done_once()
    {
        var service = await _state.StartAsync();
        var maker = new StoryMaker(new Random(_seed), "");
        Story[] stories = [maker.ThroughFlow("calm-1"), maker.ThroughCommerceHub($"calm-{_seed}")];
        foreach (var story in stories) Assert.True(await story.InsistAsync(service.Http, Patience));
        await new Audit(service.Http).SettleAsync(stories, Patience);
        await Task.Delay(Saved);

        var azurite = _state.IdOf(Part.Azurite);
        await _state.KillAsync(Part.Azurite);
        var meanwhile = maker.ThroughFlow("meanwhile");
        Assert.True(await meanwhile.InsistAsync(service.Http, Patience));

        await _state.RunsAgainAsync(Part.Azurite, azurite);
        stories = [.. stories, meanwhile];
        foreach (var story in stories) Assert.True(await story.InsistAsync(service.Http, Patience));
        var audit = new Audit(service.Http);
        await audit.SettleAsync(stories, Patience);
        await audit.CheckAsync(stories);
        await StoredLedgers.CheckAsync(_state.TablesConnection);
    }

    [Fact]
    public async Task Killed_under_load_it_leaves_whole_ledgers_that_agree_with_the_books_and_a_service_that_serves()
    {
        var random = new Random(_seed);
        var maker = new StoryMaker(random, "");
        var stories = new List<Story>();
        var kills = TestDepth.Of(brief: 1, deep: 10);
        var service = await _state.StartAsync();
        // The tables themselves are made at the start, and are lost as any write is.
        await Task.Delay(Saved);
        for (var kill = 0; kill < kills; kill++)
        {
            var telling = TellAsync(maker, stories, kill, service.Http);
            await Task.Delay(random.Next(2000, TestDepth.Of(brief: 5000, deep: 9000)));
            // Without a launcher nobody starts Azurite again before all else has ended: a request that began before the
            // store went back in time must not end after it, its processor's books with it and its ledger without.
            await service.KillLauncherAsync();
            await _state.KillAsync(Part.Azurite);
            var killed = DateTimeOffset.UtcNow;
            await telling;
            await _state.WaitUntilGoneAsync(Part.Worker);
            await _state.WaitUntilGoneAsync(Part.Host);

            service = await _state.StartAsync();
            await StoredLedgers.CheckAsync(_state.TablesConnection);
            await ForgetLostAsync(stories, service.Http, killed);
            stories.Add(maker.ThroughFlow($"after-{kill}"));
            foreach (var story in stories)
                Assert.True(await story.InsistAsync(service.Http, Patience), $"{story.Order} is not answered");
            await SettleAsync(stories, service);
            await new Audit(service.Http).CheckAsync(stories);
            await StoredLedgers.CheckAsync(_state.TablesConnection);
        }

        ReliabilityFigures.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Killed Azurite: {kills} kills, {_lost} of what was answered lost with it, the oldest "
            + $"{_oldestLost.TotalSeconds:0.0} s old; {_putBack} messages put back from dead letters, "
            + $"{_enqueued} enqueued anew; ledgers whole, books agree; seed {_seed}"));
    }

    /// <summary>One story after the other, until Azurite is gone.</summary>
    private static async Task TellAsync(StoryMaker maker, List<Story> stories, int kill, HttpClient http)
    {
        for (var n = 0; n < MostStories; n++)
        {
            var story = maker.ThroughFlow($"load-{kill}-{n}");
            stories.Add(story);
            if (!await story.TellAsync(http)) return;
        }
    }

    /// <summary>Nothing that was answered before Azurite's last saving is lost.</summary>
    private async Task ForgetLostAsync(List<Story> stories, HttpClient http, DateTimeOffset killed)
    {
        var audit = new Audit(http);
        foreach (var story in stories)
        {
            // Refused by the store that came back, for want of what it had lost.
            foreach (var call in story.Calls.Where(call => call is { Answer: not null, IsMade: false }))
                if (call.AnsweredAt > killed) call.Forget();
            foreach (var call in story.Calls.Where(call => call.IsMade))
            {
                if (await audit.IsThereAsync(call, story.Order)) continue;
                var age = killed - call.AnsweredAt;
                Assert.True(age < Saved, $"{call.Makes} {call.Key} was answered {age} before the kill, and is gone.");
                _lost++;
                _oldestLost = age > _oldestLost ? age : _oldestLost;
                call.Forget();
            }
        }
    }

    /// <summary>
    /// Work that failed ten times without Azurite is a dead letter, and work that was done in the lost seconds is not
    /// in the broker any more: the one is put back, the other enqueued anew.
    /// </summary>
    private async Task SettleAsync(List<Story> stories, ServiceProcess service)
    {
        _putBack += await PutBackAsync(service.Http);
        var audit = new Audit(service.Http);
        var pending = await audit.PendingAsync(stories, TimeSpan.FromSeconds(10));
        await using var client = _state.OpenServiceBus();
        await using var sender = client.CreateSender("refunds");
        foreach (var call in pending)
        {
            var ledger = call.Id[(call.Id.IndexOf('-', StringComparison.Ordinal) + 1)..][..LedgerIdLength];
            var work = new JsonObject
            {
                ["type"] = call.Makes == Makes.Refund ? "execute_refund" : "confirm_capture",
                ["organization"] = "demo",
                ["ledger"] = ledger,
                ["id"] = call.Id,
                ["attempt"] = 0,
            };
            await sender.SendMessageAsync(new ServiceBusMessage(work.ToJsonString()) { SessionId = $"demo|{ledger}" });
            _enqueued++;
        }

        await audit.SettleAsync(stories, Patience);
    }

    private static async Task<int> PutBackAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ops/dead-letters/refunds");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "demo-ops-token");
        using var response = await http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["put_back"]!.GetValue<int>();
    }
}
