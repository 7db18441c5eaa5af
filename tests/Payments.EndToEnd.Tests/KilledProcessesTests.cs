using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Payments.EndToEnd.Tests.Faults;

namespace Payments.EndToEnd.Tests;

/// <summary>
/// <c>kill -9</c> of the worker, the Functions host and the Service Bus, one at a time, at random moments under load.
/// Azurite lives on, and so does the launcher, which restarts what was killed. Every promise to a client is kept,
/// repeated requests do not take effect again, and ledger, books and responses agree to the cent. The moments and the
/// load come from a seed, which is printed; <c>PAYMENTS_TEST_SEED</c> sets another.
/// </summary>
[SuppressMessage("Security", "CA5394", Justification = "A run must be repeatable from its seed.")]
[SuppressMessage("Design", "CA1001", Justification = "xunit calls DisposeAsync of IAsyncLifetime.")]
public sealed class KilledProcessesTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int MaxLifeMilliseconds = 2500;
    private const int MaxStartMilliseconds = 1500;

    private static readonly Part[] Victims = [Part.Worker, Part.Host, Part.ServiceBus];

    /// <summary>A request with an Idempotency-Key that a kill cut off stays "in progress" for 60 seconds.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(100);

    private readonly SharedState _state = new();
    private readonly List<Story> _open = [];
    private readonly List<Story> _all = [];
    private ServiceProcess? _service;
    private StoryMaker? _stories;
    private int? _azurite;
    private readonly Dictionary<Part, int> _kills = Victims.ToDictionary(victim => victim, _ => 0);
    private int _killsAtStart;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await _state.DisposeAsync();

    [Fact]
    public async Task Kills_of_worker_host_and_Service_Bus_at_random_moments_lose_no_money_and_pay_none_twice()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("PAYMENTS_TEST_SEED"), out var given)
            ? given
            : Random.Shared.Next();
        output.WriteLine($"PAYMENTS_TEST_SEED={seed}");
        var random = new Random(seed);
        var kills = TestDepth.Choose(brief: 1, deep: 100);
        var took = Stopwatch.StartNew();
        try
        {
            _service = await _state.StartAsync();
            _azurite = _state.FindId(Part.Azurite);
            _stories = new StoryMaker(random, await TokenAsync());
            for (var round = 0; _kills.Values.Min() < kills; round++) await RoundAsync(round, random);
            await FinishAsync(_all);
        }
        catch
        {
            output.WriteLine(_service?.Output() ?? "");
            ReliabilityFigures.Add(
                $"Killed processes: failed at kill {_kills.Values.Sum()}; PAYMENTS_TEST_SEED={seed}");
            throw;
        }

        Record(seed, took.Elapsed);
    }

    private async Task RoundAsync(int round, Random random)
    {
        var drawn = Draw(round, random);
        _open.AddRange(drawn);
        _all.AddRange(drawn);
        // A request with an Idempotency-Key that is cut off stays "in progress" for a minute; the short run has no time
        // for that.
        foreach (var story in drawn.Where(story => !TestDepth.IsDeep && story.Contains(ResourceKind.OrderCloudPayment)))
            Assert.True(await story.CompleteAsync(_service!.Http, Timeout), $"{story.Order} is incomplete");
        var victim = Victims[round % Victims.Length];
        var life = random.Next(MaxLifeMilliseconds);
        var telling = Task.WhenAll(_open.Select(story => story.PlayAsync(_service!.Http)));
        await Task.Delay(life);
        await KillAsync(victim, random);
        await _service!.WaitUntilRespondingAsync();
        await telling;
        Assert.False(_service.HasEnded, "the launcher has ended");
        Assert.Equal(_azurite, _state.FindId(Part.Azurite));

        // Clients repeat requests without a response, and, as a test, those with one. What is "in progress" waits for a
        // later round.
        var completed = await Task.WhenAll(_open.Select(
            story => story.CompleteAsync(_service.Http, TimeSpan.FromSeconds(5))));
        for (var i = completed.Length - 1; i >= 0; i--)
            if (completed[i]) _open.RemoveAt(i);
        if (round % 5 == 4 && _open.Count == 0) await FinishAsync(_all);
    }

    /// <summary>After one kill in five comes another, while the killed process restarts.</summary>
    private async Task KillAsync(Part victim, Random random)
    {
        var before = _state.FindId(victim);
        Assert.True(await _state.KillAsync(victim), $"{victim} was not running");
        _kills[victim]++;
        if (random.Next(5) == 0)
        {
            await Task.Delay(random.Next(MaxStartMilliseconds));
            if (await _state.KillAsync(victim))
            {
                _kills[victim]++;
                _killsAtStart++;
            }
        }

        await _state.WaitForRestartAsync(victim, before);
    }

    private List<Story> Draw(int round, Random random)
    {
        var drawn = new List<Story>
        {
            _stories!.ThroughFlow($"f-{round}-a"),
            _stories.ThroughFlow($"f-{round}-b"),
            _stories.ThroughCommerceHub($"h-{round}-{random.Next():x}"),
        };
        if (round % 5 == 0) drawn.Add(_stories.ThroughOrderCloud($"o-{round}"));
        return drawn;
    }

    private async Task FinishAsync(List<Story> stories)
    {
        foreach (var story in _open)
            Assert.True(await story.CompleteAsync(_service!.Http, Timeout), $"{story.Order} is incomplete");
        _open.Clear();
        var audit = new Audit(_service!.Http);
        await audit.WaitUntilFinalAsync(stories, Timeout);
        await audit.CheckAsync(stories);
    }

    private async Task<string> TokenAsync()
    {
        using var request = Requests.Token();
        using var response = await _service!.Http.SendAsync(request);
        var body = System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return body["access_token"]!.GetValue<string>();
    }

    private void Record(int seed, TimeSpan took)
    {
        var calls = _all.SelectMany(story => story.Calls).ToList();
        ReliabilityFigures.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Killed processes: {Describe()} ({_killsAtStart} during start-up), {calls.Count} requests sent "
            + $"{calls.Sum(call => call.Sent)} times, {calls.Sum(call => call.CutOff)} of them cut off, "
            + $"{calls.Count(call => call.HasSucceeded)} resources created, nothing lost or paid twice; "
            + $"{took.TotalSeconds:0} s, seed {seed}"));
    }
    private string Describe() => string.Join(", ", _kills.Select(kills => $"{kills.Key} {kills.Value} times"));
}
