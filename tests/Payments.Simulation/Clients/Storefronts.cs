using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Simulation.Checks;
using Payments.Simulation.FaultInjection;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Clients;

/// <summary>
/// The callers: each sends its next request once it has the response to its last one, or knows that none will come.
/// Some repeat a request, after its response or while it is in progress.
/// </summary>
internal sealed class Storefronts(World world, int requests)
{
    private const int MaximumTries = 5;

    /// <summary>
    /// Once nothing fails, a response may still take the tries of two days: a credit that is repeated past midnight is
    /// another operation for the processor (<c>CreditHandler</c>), which may leave that one unknown anew.
    /// </summary>
    private const int MaximumTriesAtRest = 3 * MaximumTries;

    private static readonly TimeSpan NobodyThere = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Impatient = TimeSpan.FromSeconds(10);

    /// <summary>By then the key of a request that failed can be used again, by any clock.</summary>
    private static readonly TimeSpan Patient = AcceptanceLimits.KeyHandover + TimeSpan.FromMinutes(1);

    private readonly Requests _requests = new(world.Random, world.Faults);
    private readonly AnswerCheck _check = new(world);
    private readonly List<Request> _sent = [];
    private readonly TimeSpan _pause = TimeSpan.FromSeconds(world.Random.Next(1, 20) * world.Random.NextDouble());
    private int _left = requests;
    private int _busy;
    /// <summary>A repetition takes time, and processes' clocks differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    private bool _isQuiet;

    /// <summary>All requests so far.</summary>
    public IReadOnlyList<Request> Sent => _sent;

    /// <summary>Starts the callers.</summary>
    public void Open()
    {
        foreach (var first in _requests.First()) Send(first, null);
        _busy = world.Random.Next(2, 7);
        for (var storefront = 0; storefront < _busy; storefront++) Think();
    }

    /// <summary>
    /// Once the last outage is over, repeats every request with a key that was accepted, to get the same response, or
    /// whose caller still waits for a response. A request is not repeated if its key no longer identifies it.
    /// </summary>
    public void RepeatAll()
    {
        _isQuiet = true;
        var at = world.Scheduler.Now + World.MaxSilence;
        foreach (var request in _sent.Where(sent => sent.IsKeyed && (sent.Made is not null || sent.Tries.Unknown > 0)))
            if (request.KeyLifetime is not { } lifetime || at - request.Tries.Since < lifetime - Margin)
                world.Scheduler.After(World.MaxSilence, null, () => Try(request, null));
    }

    /// <summary>Requests all lists, once nothing is in progress.</summary>
    public void ReadAll()
    {
        foreach (var list in _requests.Last()) Send(list, null);
    }

    private void Think() => world.Scheduler.After(
        world.Random.NextDouble() * _pause,
        null,
        () =>
        {
            if (_left-- > 0) Send(_requests.Next(), Think);
            else if (--_busy == 0) Close();
        });

    /// <summary>All requests have a response: from here on nothing fails.</summary>
    private void Close()
    {
        world.History?.Add($"{world.Scheduler.Now.Ticks} faults stop");
        world.Faults.Stop();
    }

    private void Send(Request request, Action? answered)
    {
        _sent.Add(request);
        Try(request, answered);
        if (request.MayBeRepeated && world.Faults.Strikes(FaultKind.RequestRepeated)) Try(request, null);
    }

    private void Try(Request request, Action? answered)
    {
        if (world.AnyProcess() is not { } process)
        {
            world.Scheduler.After(NobodyThere, null, () => Try(request, answered));
            return;
        }

        request.Tries.Since ??= world.Scheduler.Now;
        var mark = request.MarkOf(++request.Tries.Sent);
        world.History?.Add($"{world.Scheduler.Now.Ticks} {mark} {request.What} to p{process.Number}");
        process.Start(
            () => SendAsync(request, mark, process, answered),
            () => Unanswered(request, mark, "connection lost", answered));
    }

    /// <summary>
    /// A transaction's address has the name of its payment. If a payment has taken over the name of one that was
    /// renamed, its transactions are stored under an id of its own (seed 680).
    /// </summary>
    private Reply Identify(Reply reply, string mark)
    {
        if (reply.Record is not Named { Name: var name } || world.Watch.MadeBy(mark) is not { } made) return reply;
        var id = name.Value.LastIndexOf('~');
        return id >= 0 && made.Key.Value.EndsWith(name.Value[id..], StringComparison.Ordinal)
            ? reply with { Record = new Named(made.Key) }
            : reply;
    }

    private async Task SendAsync(Request request, string mark, ServiceProcess process, Action? answered)
    {
        Reply reply;
        var attempt = Attempt.Begin(world.Scheduler);
        try
        {
            reply = await request.Ask(process.UseCases, mark, process.Clock.GetUtcNow());
        }
        catch (Exception fault) when (World.IsExpected(fault))
        {
            Unanswered(request, mark, fault.Message, answered);
            return;
        }
        catch (OperationCanceledException) when (attempt.IsCalledOff)
        {
            Unanswered(request, mark, "hung up", answered);
            return;
        }

        reply = Identify(reply, mark);
        var said = reply.Rejection?.Reason.ToString() ?? $"yes {reply.Record?.RecordKey}";
        world.History?.Add($"{world.Scheduler.Now.Ticks} {mark} {said}");
        _check.Answered(request, mark, reply, attempt);
        if (reply.Rejection is null)
        {
            if (request.Tries.Accepted++ == 0 && reply.Record is { } made)
            {
                request.Made = made;
                request.MadeIn = reply.Address;
                request.Learned(world.Watch.Past.Last(reply.Address, made.RecordKey) ?? made);
            }
        }
        else
        {
            request.Tries.Rejected++;
            if (request.IsMarkedPerTry) request.RejectedMarks.Add(mark);
            if (reply.Rejection.Reason == RejectionReason.KeyInProgress)
            {
                request.Tries.Unknown++;
                if (_isQuiet) Again(request);
            }
        }

        if (request.MayBeRepeated && world.Faults.Strikes(FaultKind.RequestRepeated)) Again(request);
        answered?.Invoke();
    }

    private void Unanswered(Request request, string mark, string why, Action? answered)
    {
        world.History?.Add($"{world.Scheduler.Now.Ticks} {mark} no answer: {why}");
        request.Tries.Unknown++;
        if (request.MayBeRepeated) Again(request);
        answered?.Invoke();
    }

    /// <summary>A caller gives up after some attempts; one that takes its time while nothing fails need not.</summary>
    private void Again(Request request)
    {
        if (request.Tries.Sent >= (_isQuiet ? MaximumTriesAtRest : MaximumTries))
        {
            if (_isQuiet) world.Violate($"{request.What} never gets a response, though nothing fails");
            return;
        }

        world.Scheduler.After(
            _isQuiet ? Patient : world.Random.NextDouble() * Impatient, null, () => Try(request, null));
    }
}
