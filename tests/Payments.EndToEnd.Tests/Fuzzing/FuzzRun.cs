using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Payments.EndToEnd.Tests.Fuzzing.Checks;
using Payments.EndToEnd.Tests.Fuzzing.Requests;
using Payments.EndToEnd.Tests.Fuzzing.Wire;

namespace Payments.EndToEnd.Tests.Fuzzing;

/// <summary>Sends the requests of a run, many at a time, and checks each response.</summary>
internal sealed class FuzzRun(Uri address, Callers callers, Stock stock, FuzzOptions options)
{
    /// <summary>Requests in flight.</summary>
    private const int AtOnce = 24;

    private const int MaxFindings = 20;
    private const int Overloaded = 503;
    private const int MaxTries = 10;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly RequestMaker _maker = new(options.Seed, stock);
    private readonly ConcurrentQueue<string> _findings = [];
    private readonly ConcurrentQueue<Draft> _overloaded = [];
    private int _next = options.First;
    private int _repeated;
    private long _slowest;

    /// <summary>The broken rules, with the requests that showed it; at most twenty.</summary>
    public IReadOnlyCollection<string> Findings => _findings;

    public Outcomes Outcomes { get; } = new(options.First, options.Count);

    /// <summary>The card numbers that were sent.</summary>
    public IReadOnlyList<string> Cards => _maker.Cards;

    /// <summary>The longest time that a response took.</summary>
    public TimeSpan Slowest => new(_slowest);

    /// <summary>How many requests were answered 503 with Retry-After at first.</summary>
    public int Repeated => _repeated;

    /// <summary>Sends the requests up to a number, which is not sent itself.</summary>
    public async Task SendUntilAsync(int end)
    {
        var rules = new ResponseRules(Cards);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => SendAsync(end, rules))));
        Volatile.Write(ref _next, end);
        await RepeatAsync(rules);
    }

    private async Task SendAsync(int end, ResponseRules rules)
    {
        using var connection = new RawConnection(address.Host, address.Port);
        int number;
        while ((number = Interlocked.Increment(ref _next) - 1) < end && _findings.Count < MaxFindings)
        {
            var draft = _maker.Make(number);
            if (!await TrySendAsync(connection, rules, RequestBytes.Write(draft, callers), tries: 1))
                _overloaded.Enqueue(draft);
        }
    }

    /// <summary>
    /// A 503 with Retry-After says that storage was too slow just now: Azurite is, with many lists at once on a busy
    /// machine. Alone, once the others are done, the request must not get another.
    /// </summary>
    private async Task RepeatAsync(ResponseRules rules)
    {
        using var connection = new RawConnection(address.Host, address.Port);
        while (_overloaded.TryDequeue(out var draft))
        {
            _repeated++;
            var tries = 2;
            while (!await TrySendAsync(connection, rules, RequestBytes.Write(draft, callers), tries++))
                await Task.Delay(RetryAfter);
        }
    }

    /// <summary>Sends a request and checks the response; false if it is to be repeated.</summary>
    private async Task<bool> TrySendAsync(
        RawConnection connection, ResponseRules rules, WrittenRequest request, int tries)
    {
        using var timeout = new CancellationTokenSource(options.Timeout);
        var (draft, started) = (request.Draft, Stopwatch.GetTimestamp());
        byte[] bytes = [.. request.Head, .. request.Body];
        try
        {
            if (draft.Framing == Framing.HangUp)
            {
                await connection.HangUpAsync(bytes, timeout.Token);
                Outcomes.Record(draft.Number, Outcomes.NoResponse, null);
                return true;
            }

            var response = await connection.SendAsync(
                bytes, draft.Method == "HEAD", draft.MayEndAtHost, timeout.Token);
            var isOverloaded = response.Status == Overloaded && response.Header("Retry-After") is not null;
            if (isOverloaded && tries < MaxTries) return false;

            // After a 503 it is not known whether the request was carried out.
            var status = tries > 1 && response.Status >= 400 ? Outcomes.NoResponse : (short)response.Status;
            Outcomes.Record(draft.Number, status, FindAuthenticated(draft, response));
            foreach (var broken in rules.FindBroken(draft, response)) Report(request, $"{broken}\n{response}");
        }
        catch (OperationCanceledException)
        {
            Report(request, $"no response within {options.Timeout.TotalSeconds} seconds");
        }
        catch (Exception dropped) when (dropped is IOException or SocketException or FormatException)
        {
            Report(request, $"the connection was dropped: {dropped.Message}");
        }
        finally
        {
            Note(Stopwatch.GetElapsedTime(started));
        }

        return true;
    }

    /// <summary>The function that answered a request past authentication; null if it was not reached.</summary>
    private static string? FindAuthenticated(Draft draft, RawResponse response) =>
        ResponseRules.IsFromFunction(response)
        && draft.Proof == Proof.Right
        && response.Status is not (401 or 403 or 429)
            ? draft.Operation.Function
            : null;

    private void Note(TimeSpan took)
    {
        long seen;
        while ((seen = Volatile.Read(ref _slowest)) < took.Ticks
            && Interlocked.CompareExchange(ref _slowest, took.Ticks, seen) != seen) { }
    }

    private void Report(WrittenRequest request, string finding)
    {
        if (_findings.Count >= MaxFindings) return;
        var draft = request.Draft;
        _findings.Enqueue(
            $"Request {draft.Number} of seed {options.Seed}, {draft.Operation.Function}, {draft.Organization}, "
            + $"{draft.Proof} credentials, {string.Join("; ", draft.Mutations)}: {finding}\n"
            + $"It was:\n{request.Describe()}\nTo send it alone:\n{options.ToReplay(draft.Number)}\n");
    }
}
