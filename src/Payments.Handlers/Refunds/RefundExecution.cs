using System.Collections.Immutable;
using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Telemetry;
using Payments.Handlers.Writing;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;

namespace Payments.Handlers.Refunds;

/// <summary>
/// The queue's side of a refund: allocates it, executes each allocation at the processor, stores the outcomes, and
/// allocates what was declined to other captures. Every step is safe to repeat: the allocation is stored before the
/// processor is called, and its name is the processor's idempotency key.
/// </summary>
public sealed class RefundExecution(
    ILedgerStore ledgers,
    LedgerWriter writer,
    ProcessorDirectory processors,
    RetrySchedule schedule,
    PaymentsMetrics metrics,
    TimeProvider time)
{
    /// <summary>
    /// How many allocations go to the processor between two commits: a lost commit repeats no more calls than these.
    /// </summary>
    private const int Batch = 20;

    /// <summary>
    /// How many batches one delivery processes before it yields: well within the 5 minutes for which the lock is
    /// renewed.
    /// </summary>
    private const int BatchesPerDelivery = 10;

    /// <summary>How long a delivery may start another batch; a processor that times out makes batches long.</summary>
    private static readonly TimeSpan MaxDeliveryTime = TimeSpan.FromMinutes(2);

    private static readonly ImmutableDictionary<int, ProcessorOutcome> NoOutcomes =
        ImmutableDictionary<int, ProcessorOutcome>.Empty;

    /// <summary>How far a delivery got with a refund.</summary>
    private enum Reached
    {
        /// <summary>There is no such refund (yet).</summary>
        Nothing,

        /// <summary>The refund is concluded.</summary>
        End,

        /// <summary>As much as fits into one delivery.</summary>
        Pause,

        /// <summary>The outcome of an operation is unknown.</summary>
        Unknown,
    }

    /// <summary>
    /// Executes the refund as far as possible now. What is left is enqueued again before this returns.
    /// </summary>
    public async Task HandleAsync(ExecuteRefund work, CancellationToken cancellationToken)
    {
        var reached = await ExecuteAsync(work, cancellationToken);
        await (reached switch
        {
            Reached.Nothing => schedule.AwaitCommitAsync(work, cancellationToken),
            Reached.Pause => schedule.ContinueAsync(work, cancellationToken),
            Reached.Unknown => schedule.AwaitOutcomeAsync(work, RecordKey.For(work.Refund), cancellationToken),
            _ => Task.CompletedTask,
        });
    }

    /// <summary>Inquires about a refund of unknown outcome; whether the outcome is known now.</summary>
    public async Task<bool> QueryAsync(
        ResolveUnknownOutcomes inquiry, Id<Refund> id, CancellationToken cancellationToken)
    {
        var work = new ExecuteRefund(inquiry.Address, id, inquiry.Attempt);
        var reached = await ExecuteAsync(work, cancellationToken);
        if (reached == Reached.Pause) await schedule.ContinueAsync(work, cancellationToken);
        return reached != Reached.Unknown;
    }

    /// <summary>The idempotency key of an allocation at the processor: the same in every repetition.</summary>
    internal static string OperationKey(Id<Refund> refund, Allocation allocation) =>
        string.Create(CultureInfo.InvariantCulture, $"{refund}/{allocation.Number}");

    private async Task<Reached> ExecuteAsync(ExecuteRefund work, CancellationToken cancellationToken)
    {
        var (state, refund) = await AdvanceAsync(work, NoOutcomes, known: null, cancellationToken);
        if (refund is null) return Reached.Nothing;

        var started = time.GetTimestamp();
        var queried = new HashSet<int>();
        var allKnown = true;
        for (var batch = 0; batch < BatchesPerDelivery && time.GetElapsedTime(started) < MaxDeliveryTime; batch++)
        {
            var next = NextBatch(refund!, work.Attempt).Where(part => queried.Add(part.Number)).Take(Batch).ToList();
            if (refund!.Status != RefundStatus.Pending || next.Count == 0) break;
            var outcomes = await QueryAsync(work, next, state.Balances, cancellationToken);
            allKnown &= outcomes.Count == next.Count;
            if (outcomes.IsEmpty) break;
            (state, refund) = await AdvanceAsync(work, outcomes, state, cancellationToken);
        }

        if (refund!.Status != RefundStatus.Pending) return Reached.End;
        return allKnown ? Reached.Pause : Reached.Unknown;
    }

    /// <summary>
    /// The allocations without an outcome. Each delivery starts with a different one, so that those whose outcome stays
    /// unknown do not block others.
    /// </summary>
    private static IEnumerable<Allocation> NextBatch(Refund refund, int attempt)
    {
        var waiting = refund.Allocations.Where(part => part.Outcome is AllocationOutcome.Pending).ToList();
        var first = waiting.Count == 0 ? 0 : (int)((long)attempt * Batch % waiting.Count);
        return waiting.Skip(first).Concat(waiting.Take(first));
    }

    /// <summary>
    /// The ledger after one step, and the refund; null if there is none. Between two steps nothing is read, unless
    /// another change comes in between.
    /// </summary>
    private async Task<(LoadedLedger State, Refund? Refund)> AdvanceAsync(
        ExecuteRefund work,
        ImmutableDictionary<int, ProcessorOutcome> outcomes,
        LoadedLedger? known,
        CancellationToken cancellationToken)
    {
        var written = await writer.WriteAsync<Refund?>(
            work.Address,
            [RecordKey.For(work.Refund)],
            loaded =>
            {
                if (loaded.Find(work.Refund) is not { } refund) return new Decision<Refund?>.Unchanged(null);
                return RefundProgress.Advance(loaded.Balances, refund, outcomes, time.GetUtcNow()) is { } step
                    ? Decision<Refund?>.Accept(step.Refund, step.Changes)
                    : new Decision<Refund?>.Unchanged(refund);
            },
            known,
            cancellationToken);
        if (written is { Committed: not null, Result: { Status: not RefundStatus.Pending } concluded })
            metrics.Concluded(concluded, time.GetUtcNow());
        return (written.Committed ?? written.After, written.Result);
    }

    private async Task<ImmutableDictionary<int, ProcessorOutcome>> QueryAsync(
        ExecuteRefund work, List<Allocation> allocations, LedgerHead head, CancellationToken cancellationToken)
    {
        var captures = await FindCapturesAsync(work.Address, allocations, head, cancellationToken);
        var answers = await allocations.QueryEachAsync(
            async allocation =>
            {
                var capture = captures[allocation.Capture];
                var operation = new RefundFunds(
                    work.Address.Organization,
                    OperationKey(work.Refund, allocation),
                    allocation.Amount,
                    capture.Reference);
                var answer = await processors[capture.Processor].ExecuteAsync(operation, cancellationToken);
                return (allocation.Number, answer);
            },
            cancellationToken);
        return answers
            .Where(answer => answer.Item2.Outcome is not null)
            .ToImmutableDictionary(answer => answer.Number, answer => answer.Item2.Outcome!);
    }

    /// <summary>What each allocation's capture is called at the processor: by the head, else by the capture.</summary>
    private async Task<Dictionary<Id<Capture>, ProcessorCapture>> FindCapturesAsync(
        LedgerAddress address, List<Allocation> allocations, LedgerHead head, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Id<Capture>, ProcessorCapture>();
        var unread = new List<Id<Capture>>();
        foreach (var capture in allocations.Select(allocation => allocation.Capture).Distinct())
        {
            if (head.Find(capture)?.AtProcessor is { } reference)
                found.Add(capture, reference);
            else
                unread.Add(capture);
        }

        if (unread.Count == 0) return found;
        var loaded = await ledgers.LoadAsync(address, [.. unread.Select(RecordKey.For)], cancellationToken);
        foreach (var capture in unread) found.Add(capture, loaded.Find(capture)!.AtProcessor!);
        return found;
    }
}
