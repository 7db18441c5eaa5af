using System.Collections.Immutable;
using Payments.Handlers.Outcomes;
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
    LedgerWriter writer,
    RefundOperations operations,
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
    internal enum Reached
    {
        /// <summary>There is no such refund (yet).</summary>
        Nothing,

        /// <summary>The refund is concluded.</summary>
        End,

        /// <summary>As much as fits into one delivery.</summary>
        Pause,

        /// <summary>The outcome of an operation is unknown.</summary>
        Unknown,

        /// <summary>All that is open is with the processor.</summary>
        WithProcessor,
    }

    /// <summary>
    /// Executes the refund as far as possible now. What is left is enqueued again before this returns.
    /// </summary>
    public async Task HandleAsync(ExecuteRefund work, CancellationToken cancellationToken)
    {
        var (reached, _) = await ExecuteAsync(work, asks: false, cancellationToken);
        await (reached switch
        {
            Reached.Nothing => schedule.AwaitCommitAsync(work, cancellationToken),
            Reached.Pause => schedule.ContinueAsync(work, cancellationToken),
            Reached.Unknown => schedule.AwaitOutcomeAsync(work, RecordKey.For(work.Refund), cancellationToken),
            Reached.WithProcessor =>
                schedule.AwaitProcessorAsync(work, RecordKey.For(work.Refund), cancellationToken),
            _ => Task.CompletedTask,
        });
    }

    /// <summary>
    /// Inquires about a refund of unknown outcome, or one that is with the processor; what is left open, null if all is
    /// known now.
    /// </summary>
    public async Task<OpenOutcome?> QueryAsync(
        ResolveUnknownOutcomes inquiry, Id<Refund> id, CancellationToken cancellationToken)
    {
        var work = new ExecuteRefund(inquiry.Address, id, inquiry.Attempt);
        var (reached, refund) = await ExecuteAsync(work, asks: true, cancellationToken);
        if (reached == Reached.Pause) await schedule.ContinueAsync(work, cancellationToken);
        return reached is Reached.Unknown or Reached.WithProcessor ? FindOpen(refund!) : null;
    }

    private static OpenOutcome FindOpen(Refund refund) =>
        refund.Allocations.Any(part => part.Outcome is AllocationOutcome.Pending)
            ? OpenOutcome.Unknown
            : new OpenOutcome(refund.Allocations
                .Select(part => part.Outcome)
                .OfType<AllocationOutcome.WithProcessor>()
                .Min(held => (DateTimeOffset?)held.Since));

    /// <summary>Executes a refund as far as possible now; the refund is null if there is none.</summary>
    /// <param name="work">The refund.</param>
    /// <param name="asks">Whether to ask about what is with the processor.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    internal async Task<(Reached Reached, Refund? Refund)> ExecuteAsync(
        ExecuteRefund work, bool asks, CancellationToken cancellationToken)
    {
        var (state, refund) = await AdvanceAsync(work, NoOutcomes, known: null, cancellationToken);
        if (refund is null) return (Reached.Nothing, null);

        var started = time.GetTimestamp();
        var queried = new HashSet<int>();
        var allKnown = true;
        for (var batch = 0; batch < BatchesPerDelivery && time.GetElapsedTime(started) < MaxDeliveryTime; batch++)
        {
            var next = NextBatch(refund!, work.Attempt, asks)
                .Where(part => queried.Add(part.Number))
                .Take(Batch)
                .ToList();
            if (refund!.Status != RefundStatus.Pending || next.Count == 0) break;
            var outcomes = await CallAsync(work, next, state.Balances, cancellationToken);
            allKnown &= outcomes.Count == next.Count;
            if (outcomes.IsEmpty) break;
            (state, refund) = await AdvanceAsync(work, outcomes, state, cancellationToken);
        }

        return (FindReached(refund!, allKnown), refund);
    }

    private static Reached FindReached(Refund refund, bool allKnown)
    {
        if (refund.Status != RefundStatus.Pending) return Reached.End;
        if (!allKnown) return Reached.Unknown;
        return refund.Allocations.Any(part => part.Outcome is AllocationOutcome.Pending)
            ? Reached.Pause
            : Reached.WithProcessor;
    }

    private async Task<ImmutableDictionary<int, ProcessorOutcome>> CallAsync(
        ExecuteRefund work, List<Allocation> allocations, LedgerHead head, CancellationToken cancellationToken)
    {
        var responses = await operations.CallAsync(work.Address, work.Refund, allocations, head, cancellationToken);
        return responses
            .Where(response => response.Outcome is not null)
            .ToImmutableDictionary(response => response.Number, response => response.Outcome!);
    }

    /// <summary>
    /// The allocations without an outcome. Each delivery starts with a different one, so that those whose outcome stays
    /// unknown do not block others.
    /// </summary>
    private static IEnumerable<Allocation> NextBatch(Refund refund, int attempt, bool asks)
    {
        var waiting = refund.Allocations
            .Where(part => asks ? part.IsOpen : part.Outcome is AllocationOutcome.Pending)
            .ToList();
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
}
