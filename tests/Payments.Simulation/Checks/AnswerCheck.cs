using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Simulation.Clients;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Checks;

/// <summary>
/// What was accepted is stored, as it was requested; what was rejected did not happen, and never will.
/// </summary>
internal sealed class AnswerCheck(World world)
{
    /// <summary>Checks a response at the moment it is returned.</summary>
    public void Answered(Request request, string mark, Reply reply, Attempt attempt)
    {
        if (reply.Verify?.Invoke(world, attempt) is { } wrong) world.Violate($"{mark}, {request.What}: {wrong}");
        if (reply.Rejection is { } rejection) Rejected(request, mark, rejection, attempt);
        else if (request.Removes is { } removed) Removed(mark, reply, removed);
        else if (reply.Record is { } record && !world.Watch.IsDeleted(reply.Address, record.RecordKey))
            Accepted(request, mark, record);
    }

    /// <summary>Checks all responses, at rest.</summary>
    public static IEnumerable<string> Faults(World world, IReadOnlyList<Request> requests) =>
        Rejected(world, requests).Concat(Lost(world, requests));

    /// <summary>What was rejected did not take effect, and did not do so later either.</summary>
    private static IEnumerable<string> Rejected(World world, IEnumerable<Request> requests) =>
        from request in requests
        let rejected = request switch
        {
            { IsMarkedPerTry: true } => request.RejectedMarks,
            { Tries: { Accepted: 0, Unknown: 0 } } => [request.MarkOf(1)],
            _ => [],
        }
        from mark in rejected
        let made = world.Watch.MadeBy(mark)
        where made is not null && !IsFailedCapture(world, made.Key)
        select $"{mark} was rejected each time, but created {made.Key}";

    /// <summary>What was accepted exists, unless it was removed.</summary>
    private static IEnumerable<string> Lost(World world, IEnumerable<Request> requests) =>
        from request in requests
        where request is { Made: not null, MadeIn: not null }
        let key = request.Made!.RecordKey
        let address = request.MadeIn!.Value
        where world.Watch.Shadows.GetValueOrDefault(address)?.Find(key) is null
            && !world.Watch.IsDeleted(address, key)
        select $"{request.MarkOf(1)} was answered with {key}, which does not exist";

    /// <summary>
    /// An attempt that was decided before another attempt of the same request was stored may be rejected: it came
    /// first, and only took long to respond. An attempt that has read anything since then must know better.
    /// </summary>
    private void Rejected(Request request, string mark, Rejection rejection, Attempt attempt)
    {
        if (rejection.Reason == RejectionReason.KeyInProgress) return;
        if (world.Watch.MadeBy(mark) is not { } made) return;
        if (rejection.Reason == RejectionReason.Declined && IsFailedCapture(world, made.Key)) return;
        if (!request.IsMarkedPerTry && attempt.LastRead < made.Step) return;
        if (world.Watch.IsDeleted(made.Address, made.Key)) return;
        world.Violate($"{mark}, {request.What}, created {made.Key}, but was rejected: {rejection}");
    }

    private void Removed(string mark, Reply reply, RecordKey removed)
    {
        if (!world.Watch.IsDeleted(reply.Address, removed))
            world.Violate($"{mark} reports {removed} as removed, but it never was");
    }

    private void Accepted(Request request, string mark, Record record)
    {
        if (world.Watch.MadeBy(mark)?.Key != record.RecordKey)
            world.Violate($"{mark}, {request.What}, reports {record}, but created {world.Watch.MadeBy(mark)?.Key}");
        if (request is { Made: { } first, MadeIn: { } address } && first.RecordKey != record.RecordKey
            && !world.Watch.IsDeleted(address, first.RecordKey))
            world.Violate($"{mark} first reported {first.RecordKey}, and now {record.RecordKey}");
    }

    private static bool IsFailedCapture(World world, RecordKey made) => world.Watch.Shadows.Values
        .Any(ledger => ledger.Find(made) is Capture { Status: CaptureStatus.Failed });
}
