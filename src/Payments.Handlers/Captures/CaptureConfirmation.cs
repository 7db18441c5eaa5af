using Payments.Handlers.Outcomes;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Writing;
using Payments.Ledger.Captures;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Captures;

/// <summary>
/// Concludes pending captures: calls the processor, under the capture's own key, and stores its outcome.
/// </summary>
public sealed class CaptureConfirmation(
    ILedgerStore ledgers, LedgerWriter writer, ProcessorDirectory processors, RetrySchedule schedule, TimeProvider time)
{
    /// <summary>
    /// The capture after the processor was called, or asked if it has accepted the capture already; still pending if
    /// the outcome is unknown or to come. A concluded one is returned unchanged.
    /// </summary>
    public async Task<Capture> ConcludeAsync(
        LedgerAddress address, Capture capture, LoadedLedger? known, CancellationToken cancellationToken)
    {
        if (capture.Status != CaptureStatus.Pending) return capture;
        var operation = new CaptureFunds(
            address.Organization, capture.Id.ToString(), capture.Amount, capture.AuthorizationReference ?? "");
        var processor = processors[capture.Processor];
        var response = capture.Outcome is CaptureOutcome.WithProcessor held
            ? await processor.QueryAsync(operation, held.ProcessorReference, cancellationToken)
            : await processor.ExecuteAsync(operation, cancellationToken);
        if (response.Outcome is not { } outcome) return capture;

        var written = await writer.WriteAsync<Capture>(
            address,
            [RecordKey.For(capture.Id)],
            loaded =>
            {
                var current = loaded.Find(capture.Id)!;
                return CaptureDecisions.Conclude(loaded.Balances, current, outcome, time.GetUtcNow()) is { } step
                    ? Decision<Capture>.Accept(step.Capture, step.Changes)
                    : new Decision<Capture>.Unchanged(current);
            },
            known,
            cancellationToken);
        return written.Result;
    }

    /// <summary>The queue's side: a capture whose request may have ended before the processor responded.</summary>
    public async Task HandleAsync(ConfirmCapture work, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(work.Address, [RecordKey.For(work.Capture)], cancellationToken);
        if (loaded.Find(work.Capture) is not { } capture)
        {
            await schedule.AwaitCommitAsync(work, cancellationToken);
            return;
        }

        var concluded = await ConcludeAsync(work.Address, capture, loaded, cancellationToken);
        await (concluded.Outcome switch
        {
            CaptureOutcome.Pending => schedule.AwaitOutcomeAsync(work, capture.RecordKey, cancellationToken),
            CaptureOutcome.WithProcessor => schedule.AwaitProcessorAsync(work, capture.RecordKey, cancellationToken),
            _ => Task.CompletedTask,
        });
    }

    /// <summary>
    /// Inquires about a capture of unknown outcome, or with the processor; what is left open, null if the outcome is
    /// known now.
    /// </summary>
    public async Task<OpenOutcome?> QueryAsync(
        LedgerAddress address, Id<Capture> id, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(address, [RecordKey.For(id)], cancellationToken);
        if (loaded.Find(id) is not { } capture) return null;
        return (await ConcludeAsync(address, capture, loaded, cancellationToken)).Outcome switch
        {
            CaptureOutcome.Pending => OpenOutcome.Unknown,
            CaptureOutcome.WithProcessor held => new OpenOutcome(held.Since),
            _ => null,
        };
    }
}
