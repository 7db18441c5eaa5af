using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Telemetry;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;

namespace Payments.Handlers.Refunds;

/// <summary>
/// Asks the processor about a part of a refund that it has accepted, or every one, and brings the refund in line with
/// that. What is learned counts only if the refund is still as it was before the question, and after each change it is
/// queried once more: so of several reviews at the same time, whichever is told an older state, the last one stores the
/// present one.
/// </summary>
public sealed partial class RefundReviews(
    ILedgerStore ledgers,
    LedgerWriter writer,
    RefundExecution execution,
    RefundOperations operations,
    RetrySchedule schedule,
    IOrganizations organizations,
    PaymentsMetrics metrics,
    TimeProvider time,
    ILogger<RefundReviews> log)
{
    /// <summary>How often a refund is asked about again in one delivery because it was changed.</summary>
    private const int MaxRounds = 8;

    /// <summary>Reviews a refund. What can't be learned now is scheduled before this returns.</summary>
    public async Task ReviewAsync(ReviewRecord work, Id<Refund> id, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            // What has no reference yet must be executed first: the news may have overtaken the response that has it.
            var (reached, _) = await execution.ExecuteAsync(
                new ExecuteRefund(work.Address, id, work.Attempt), asks: false, cancellationToken);
            if (reached == RefundExecution.Reached.Nothing)
            {
                await schedule.AwaitCommitAsync(work, cancellationToken);
                return;
            }

            if (await QueryAllAsync(work, id, cancellationToken) is not { } asked) continue;
            if (!asked.All)
                await schedule.AwaitAnswerAsync(work, null, cancellationToken);
            else if (asked.Refund.Status == RefundStatus.Pending)
                await AwaitRestAsync(work, RecordKey.For(id), reached, cancellationToken);
            return;
        }

        await schedule.ContinueAsync(work, cancellationToken);
    }

    private Task AwaitRestAsync(
        ReviewRecord work,
        RecordKey record,
        RefundExecution.Reached reached,
        CancellationToken cancellationToken) => reached switch
        {
            RefundExecution.Reached.Unknown => schedule.AwaitAnswerAsync(work, record, cancellationToken),
            RefundExecution.Reached.WithProcessor =>
                schedule.AwaitProcessorAsync(work, record, cancellationToken),
            _ => schedule.ContinueAsync(work, cancellationToken),
        };

    /// <summary>
    /// The refund, if it is as the processor says, and whether that could tell all; null if it was changed, by this
    /// review or otherwise.
    /// </summary>
    private async Task<(Refund Refund, bool All)?> QueryAllAsync(
        ReviewRecord work, Id<Refund> id, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(work.Address, [RecordKey.For(id)], cancellationToken);
        var refund = loaded.Find(id)!;
        var parts = refund.Allocations
            .Where(part => part is { Decision: not null, ProcessorReference: not null })
            .Where(part => work.Part is null || part.Number == work.Part)
            .ToList();
        var responses = await operations.CallAsync(work.Address, id, parts, loaded.Balances, cancellationToken);
        var outcomes = responses
            .Where(response => response.Outcome is not null)
            .ToImmutableDictionary(response => response.Number, response => response.Outcome!);
        var settings = await organizations.GetAsync(work.Address.Organization, cancellationToken);
        var written = await writer.WriteAsync<Refund?>(
            work.Address,
            [RecordKey.For(id)],
            current =>
            {
                if (current.Find(id) is not { } stands || !IsSame(stands, refund))
                    return new Decision<Refund?>.Unchanged(null);
                return RefundNews.Apply(
                    current.Balances, stands, outcomes, settings.LateFailures, time.GetUtcNow()) is { } step
                        ? Decision<Refund?>.Accept(step.Refund, step.Changes)
                        : new Decision<Refund?>.Unchanged(stands);
            },
            loaded,
            cancellationToken);
        if (written.Result is not { } after) return null;
        if (written.Decision is not Decision<Refund?>.Accepted) return (after, responses.Count == outcomes.Count);
        LogNews(refund, after);
        if (refund.Status == RefundStatus.Pending && after.Status != RefundStatus.Pending)
            metrics.Concluded(after, time.GetUtcNow());
        return null;
    }

    private static bool IsSame(Refund one, Refund other) =>
        one.Status == other.Status && one.Allocations.SequenceEqual(other.Allocations);

    private void LogNews(Refund before, Refund after)
    {
        foreach (var (was, part) in before.Allocations.Zip(after.Allocations).Where(pair => pair.First != pair.Second))
        {
            var amount = part.Amount.ToString();
            if (part.Outcome is AllocationOutcome.FailedLater failed)
            {
                metrics.LateNews("RefundFailed");
                LogFailedLater(after.Id.ToString(), part.Number, amount, failed.Decline.Code);
            }
            else if (part.Outcome is AllocationOutcome.Overpaid)
            {
                metrics.LateNews("RefundOverpaid");
                LogOverpaid(after.Id.ToString(), part.Number, amount);
            }
            else if (was.TakesNothing)
            {
                metrics.LateNews("RefundSucceeded");
                LogSucceededLater(after.Id.ToString(), part.Number, amount);
            }
        }
    }

    [LoggerMessage(
        LogLevel.Warning, "Part {Number} of {Refund}, {Amount}, failed after it had succeeded: {Code}.")]
    private partial void LogFailedLater(string refund, int number, string amount, string code);

    [LoggerMessage(LogLevel.Warning, "Part {Number} of {Refund}, {Amount}, succeeded after it had failed.")]
    private partial void LogSucceededLater(string refund, int number, string amount);

    [LoggerMessage(
        LogLevel.Error,
        "Part {Number} of {Refund}, {Amount}, succeeded after it had failed, and its money was taken otherwise: "
        + "it is paid in addition.")]
    private partial void LogOverpaid(string refund, int number, string amount);
}
