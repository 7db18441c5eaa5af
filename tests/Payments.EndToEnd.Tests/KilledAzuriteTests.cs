using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;
using Payments.EndToEnd.Tests.Faults;

namespace Payments.EndToEnd.Tests;

/// <summary>
/// <c>kill -9</c> of Azurite. It acknowledges a write once it is in memory, and every five seconds writes all of its
/// tables to one file, so a kill takes the whole store back to that moment. After it, anything answered in the last
/// seconds may be gone, with its key and with what the sandbox processor did for it, because the sandbox's books are in
/// the same Azurite, unlike a real processor's. Table Storage keeps what it has acknowledged; that no answered write is
/// lost can't be shown here.
/// What must hold is shown: nothing older is lost; each ledger is consistent and agrees with the books; the service
/// works; and messages whose records are gone block nothing. One thing can't hold: the broker's file does not go back.
/// If the store shows a refund as pending again whose message was completed in the lost seconds, the refund waits until
/// somebody enqueues the message again; here the test does.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit calls DisposeAsync of IAsyncLifetime.")]
[SuppressMessage("Security", "CA5394", Justification = "A run must be repeatable from its seed.")]
public sealed class KilledAzuriteTests : IAsyncLifetime
{
    private const int MaxStories = 20;
    private const int LedgerIdLength = 20;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(100);

    /// <summary>Longer than the five seconds between Azurite's saves.</summary>
    private static readonly TimeSpan Saved = TimeSpan.FromSeconds(6.5);

    private readonly SharedState _state = new();
    private readonly int _seed = Random.Shared.Next();
    private int _lost;
    private int _requeued;
    private int _enqueued;
    private TimeSpan _oldestLost;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await _state.DisposeAsync();

    [Fact]
    public async Task Writes_older_than_six_seconds_survive_and_requests_made_meanwhile_take_effect_once()
    {
        var service = await _state.StartAsync();
        var maker = new StoryMaker(new Random(_seed), "");
        Story[] stories = [maker.ThroughFlow("calm-1"), maker.ThroughCommerceHub($"calm-{_seed}")];
        foreach (var story in stories) Assert.True(await story.CompleteAsync(service.Http, Timeout));
        await new Audit(service.Http).WaitUntilFinalAsync(stories, Timeout);
        await Task.Delay(Saved);

        var azurite = _state.FindId(Part.Azurite);
        await _state.KillAsync(Part.Azurite);
        var meanwhile = maker.ThroughFlow("meanwhile");
        Assert.True(await meanwhile.CompleteAsync(service.Http, Timeout));

        await _state.WaitForRestartAsync(Part.Azurite, azurite);
        stories = [.. stories, meanwhile];
        foreach (var story in stories) Assert.True(await story.CompleteAsync(service.Http, Timeout));
        var audit = new Audit(service.Http);
        await audit.WaitUntilFinalAsync(stories, Timeout);
        await audit.CheckAsync(stories);
        await StoredLedgers.CheckAsync(_state.TablesConnection);
    }

    [Fact]
    public async Task After_a_kill_under_load_ledgers_are_consistent_and_agree_with_the_books_and_the_service_works()
    {
        var random = new Random(_seed);
        var maker = new StoryMaker(random, "");
        var stories = new List<Story>();
        var kills = TestDepth.Choose(brief: 1, deep: 10);
        var service = await _state.StartAsync();
        // The tables themselves are created at the start, and can be lost like any write.
        await Task.Delay(Saved);
        for (var kill = 0; kill < kills; kill++)
        {
            var telling = PlayAsync(maker, stories, kill, service.Http);
            await Task.Delay(random.Next(2000, TestDepth.Choose(brief: 5000, deep: 9000)));
            // Without the launcher, Azurite is not restarted before everything else has ended: a request that began
            // before the store went back must not end after it, or its ledger would be lost while the processor's books
            // remain.
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
                Assert.True(await story.CompleteAsync(service.Http, Timeout), $"{story.Order} is incomplete");
            await FinishAsync(stories, service);
            await new Audit(service.Http).CheckAsync(stories);
            await StoredLedgers.CheckAsync(_state.TablesConnection);
        }

        ReliabilityFigures.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Killed Azurite: {kills} kills, {_lost} answered requests lost with it, the oldest "
            + $"{_oldestLost.TotalSeconds:0.0} s old; {_requeued} dead letters requeued, "
            + $"{_enqueued} messages enqueued again; ledgers consistent, books agree; seed {_seed}"));
    }

    /// <summary>Plays one story after the other, until Azurite is gone.</summary>
    private static async Task PlayAsync(StoryMaker maker, List<Story> stories, int kill, HttpClient http)
    {
        for (var n = 0; n < MaxStories; n++)
        {
            var story = maker.ThroughFlow($"load-{kill}-{n}");
            stories.Add(story);
            if (!await story.PlayAsync(http)) return;
        }
    }

    /// <summary>Checks that nothing answered before Azurite's last save is lost.</summary>
    private async Task ForgetLostAsync(List<Story> stories, HttpClient http, DateTimeOffset killed)
    {
        var audit = new Audit(http);
        foreach (var story in stories)
        {
            // Rejected because the restored store lacks what was lost.
            foreach (var call in story.Calls.Where(call => call is { Answer: not null, HasSucceeded: false }))
                if (call.AnsweredAt > killed) call.Forget();
            foreach (var call in story.Calls.Where(call => call.HasSucceeded))
            {
                if (await audit.ExistsAsync(call, story.Order)) continue;
                var age = killed - call.AnsweredAt;
                Assert.True(age < Saved, $"{call.Kind} {call.Key} was answered {age} before the kill, and is lost.");
                _lost++;
                _oldestLost = age > _oldestLost ? age : _oldestLost;
                call.Forget();
            }
        }
    }

    /// <summary>
    /// Work that failed ten times without Azurite is a dead letter, and is requeued. Work that was done in the lost
    /// seconds is no longer in the broker, and is enqueued again.
    /// </summary>
    private async Task FinishAsync(List<Story> stories, ServiceProcess service)
    {
        _requeued += await RequeueAsync(service.Http);
        var audit = new Audit(service.Http);
        var pending = await audit.FindPendingAsync(stories, TimeSpan.FromSeconds(10));
        await using var client = _state.OpenServiceBus();
        await using var sender = client.CreateSender("refunds");
        foreach (var call in pending)
        {
            var ledger = call.Id[(call.Id.IndexOf('-', StringComparison.Ordinal) + 1)..][..LedgerIdLength];
            var work = new JsonObject
            {
                ["type"] = call.Kind == ResourceKind.Refund ? "execute_refund" : "confirm_capture",
                ["organization"] = "demo",
                ["ledger"] = ledger,
                ["id"] = call.Id,
                ["attempt"] = 0,
            };
            await sender.SendMessageAsync(new ServiceBusMessage(work.ToJsonString()) { SessionId = $"demo|{ledger}" });
            _enqueued++;
        }

        await audit.WaitUntilFinalAsync(stories, Timeout);
    }

    private static async Task<int> RequeueAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ops/dead-letters/refunds");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "demo-ops-token");
        using var response = await http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["requeued"]!.GetValue<int>();
    }
}
