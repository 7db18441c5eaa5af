using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Telemetry;
using Payments.Handlers.Writing;
using Payments.Ledger.Captures;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Captures;

/// <summary>
/// Asks the processor what has become of a capture, and brings the ledger in line with that: its outcome, its disputes,
/// and whether it was voided. What is learned counts only if the capture is still as it was before the question, and
/// after each change it is queried once more.
/// </summary>
public sealed partial class CaptureReviews(
    ILedgerStore ledgers,
    LedgerWriter writer,
    CaptureConfirmation confirmation,
    ProcessorDirectory processors,
    RetrySchedule schedule,
    PaymentsMetrics metrics,
    TimeProvider time,
    ILogger<CaptureReviews> log)
{
    /// <summary>How often a capture is asked about again in one delivery because it was changed.</summary>
    private const int MaxRounds = 8;

    /// <summary>Reviews a capture. What can't be learned now is scheduled before this returns.</summary>
    public async Task ReviewAsync(ReviewRecord work, Id<Capture> id, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(work.Address, [RecordKey.For(id)], cancellationToken);
        if (loaded.Find(id) is not { } capture)
        {
            await schedule.AwaitCommitAsync(work, cancellationToken);
            return;
        }

        var concluded = await confirmation.ConcludeAsync(work.Address, capture, loaded, cancellationToken);
        switch (concluded.Outcome)
        {
            case CaptureOutcome.Pending:
                await schedule.AwaitAnswerAsync(work, concluded.RecordKey, cancellationToken);
                break;
            case CaptureOutcome.WithProcessor:
                await schedule.AwaitProcessorAsync(work, concluded.RecordKey, cancellationToken);
                break;
            default:
                if (!await InspectAsync(work.Address, id, cancellationToken))
                    await schedule.AwaitAnswerAsync(work, null, cancellationToken);
                break;
        }
    }

    /// <summary>Whether the processor could tell what has become of a capture; its state is stored then.</summary>
    public async Task<bool> InspectAsync(LedgerAddress address, Id<Capture> id, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var loaded = await ledgers.LoadAsync(address, [RecordKey.For(id)], cancellationToken);
            if (loaded.Find(id) is not { AtProcessor: { } reference } capture) return true;
            if (reference.Processor is { IsExternal: true }) return true;
            var standing = await processors[reference.Processor].InspectCaptureAsync(
                address.Organization, reference.Reference, cancellationToken);
            if (standing is null) return IsRecorded(loaded, capture);

            var written = await writer.WriteAsync<Capture?>(
                address,
                [RecordKey.For(id)],
                current =>
                {
                    if (current.Find(id) is not { } stands || !IsSame(stands, capture))
                        return new Decision<Capture?>.Unchanged(null);
                    return CaptureNews.Apply(current.Balances, stands, standing, time.GetUtcNow()) is { } step
                        ? Decision<Capture?>.Accept(step.Capture, step.Changes)
                        : new Decision<Capture?>.Unchanged(stands);
                },
                loaded,
                cancellationToken);
            if (written is { Decision: Decision<Capture?>.Unchanged, Result: not null }) return true;
            if (written.Decision is Decision<Capture?>.Accepted { Changes.Head: var head })
            {
                metrics.LateNews("CaptureChanged");
                var balance = head.GetRequired(id);
                LogNews(id.ToString(), balance.Voided, balance.Disputed?.ToString() ?? "nothing");
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a storefront recorded it, so that it may have a reference that only the storefront knows: then the
    /// processor will never tell.
    /// </summary>
    private static bool IsRecorded(LoadedLedger loaded, Capture capture) =>
        loaded.Balances.GetRequired(capture.Authorization).Payment is not null;

    private static bool IsSame(Capture one, Capture other) => one.Outcome == other.Outcome
        && (one.Disputes ?? []).SequenceEqual(other.Disputes ?? []);

    [LoggerMessage(LogLevel.Warning, "{Capture} at the processor: voided {Voided}, {Disputed} disputed.")]
    private partial void LogNews(string capture, bool voided, string disputed);
}
