using System.Globalization;
using Payments.EndToEnd.Tests.Fuzzing.Checks;
using Payments.EndToEnd.Tests.Fuzzing.Requests;

namespace Payments.EndToEnd.Tests.Fuzzing;

/// <summary>
/// The service, started as <c>./run</c> starts it, under requests that no client would send: made from valid ones of
/// every function by a seeded grammar and mutations (docs/security.md).
/// </summary>
public sealed class FuzzedService
{
    /// <summary>So many on one service: with more stored, Azurite takes most of the time.</summary>
    private static readonly int PerRound = TestDepth.Choose(brief: 10_000, deep: 25_000);

    /// <summary>Of the requests of a round: by then, what is compiled and cached at first use is there.</summary>
    private const int WarmUpPercent = 30;

    /// <summary>
    /// Of the requests of a round. Of a request that was repeated after a 503 it can't be said whether its rejection
    /// stored anything. Alone on two cores there are few; beside other builds, nearly one in twenty.
    /// </summary>
    private const int MaxRepeatedPercent = 10;

    /// <summary>There are no dead letters, and a refund is allocated before its deletion can come.</summary>
    private static readonly string[] AlwaysRejecting = ["OpsRequeueDeadLetter", "FlowDeleteRefund"];

    /// <summary>Of fewer requests, none of which was mutated harmlessly, all may be rejected by chance.</summary>
    private const int ManyRequests = 400;

    [Fact]
    public async Task Fuzzed_requests_get_sound_responses_and_rejected_ones_store_nothing()
    {
        var all = FuzzOptions.Read(TestDepth.Choose(brief: PerRound, deep: 1_000_000));
        for (var sent = 0; sent < all.Count; sent += PerRound)
        {
            await FuzzAsync(all with
            {
                First = all.First + sent,
                Count = Math.Min(PerRound, all.Count - sent),
            });
        }
    }

    private static async Task FuzzAsync(FuzzOptions options)
    {
        await using var state = new SharedState();
        var service = await state.StartAsync(Callers.Settings);
        var worker = state.FindId(Part.Worker)!.Value;
        var (callers, stock) = await new Stocking(service.Http).FillAsync();
        var run = new FuzzRun(service.Http.BaseAddress!, callers, stock, options);

        await run.SendUntilAsync(options.First + (options.Count * WarmUpPercent / 100));
        var warm = ProcessMemory.Read(worker);
        await run.SendUntilAsync(options.First + options.Count);
        var end = ProcessMemory.Read(worker);

        Testing.Findings.MustBeNone(run.Findings.Count == 0 ? [] : [.. run.Findings, Complaints(service)]);
        Assert.Equal(worker, state.FindId(Part.Worker));
        Testing.Findings.MustBeNone(
            StoredRows.FindWrong(await StoredRows.ReadAsync(state.TablesConnection), run.Outcomes.IsRejected));
        var searched = await SearchCardsAsync(state.Folder, service, run);
        if (!options.IsReplay)
        {
            AssertMeaningful(run.Outcomes, options.Count);
            Assert.InRange(run.Repeated, 0, options.Count * MaxRepeatedPercent / 100);
            ProcessMemory.AssertFlat(warm, end);
        }

        ReliabilityFigures.Add(Describe(options, run, warm, end, searched));
    }

    /// <summary>What the service itself has to say about failures: the end of its log, without the routine.</summary>
    private static string Complaints(ServiceProcess service)
    {
        const int MaxLength = 6_000;
        var lines = service.Output().Split('\n').Where(line => !line.Contains(" info ", StringComparison.Ordinal));
        var log = string.Join('\n', lines);
        return $"The end of the log:\n{log[Math.Max(0, log.Length - MaxLength)..]}";
    }

    /// <summary>Azurite writes its tables every five seconds, and once more when the service stops.</summary>
    private static async Task<long> SearchCardsAsync(string folder, ServiceProcess service, FuzzRun run)
    {
        await service.StopAsync();
        // The tables are among the files: what is stored is found.
        Assert.NotEmpty((await CardTraces.FindAsync(folder, [Stock.Name("authorization", 0)])).Found);
        var (found, searched) = await CardTraces.FindAsync(folder, run.Cards);
        var log = System.Text.Encoding.UTF8.GetBytes(service.Output());
        Testing.Findings.MustBeNone(
            [.. found, .. CardTraces.Find(log, run.Cards).Select(number => $"the log contains {number}")]);
        return searched + log.Length;
    }

    /// <summary>A fuzzer that is rejected at the door would find nothing.</summary>
    private static void AssertMeaningful(Outcomes outcomes, int count)
    {
        Assert.InRange(outcomes.Count(200, 299), count / 5, count);
        Assert.InRange(outcomes.Count(400, 499), count / 4, count);
        Assert.InRange(outcomes.Count(429, 429), 0, count / 10);
        Testing.Findings.MustBeNone(
            from operation in Operation.All
            let counts = outcomes.Functions.GetValueOrDefault(operation.Function)
            where counts is null
            select $"{operation.Function} was never reached past authentication");
        Testing.Findings.MustBeNone(
            from operation in Operation.All
            where !AlwaysRejecting.Contains(operation.Function)
            where outcomes.Functions[operation.Function] is { Accepted: 0, Rejected: >= ManyRequests }
            select $"{operation.Function} accepted no request");
    }

    private static string Describe(FuzzOptions options, FuzzRun run, long warm, long end, long searched) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Fuzzed: {options.Count} requests from {options.First} of seed {options.Seed}: "
            + $"{run.Outcomes.Count(200, 299)} accepted, {run.Outcomes.Count(400, 499)} rejected, {run.Repeated} "
            + $"repeated after a 503, the slowest "
            + $"{run.Slowest.TotalSeconds:0.0} s; worker {warm >> 20} MiB after {WarmUpPercent} %, {end >> 20} MiB at "
            + $"the end; {searched >> 20} MiB of files and logs without a card number");
}
