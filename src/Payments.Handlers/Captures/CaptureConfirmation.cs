using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>
/// Brings pending captures to their end: asks the processor, under the capture's own key, and stores its word.
/// </summary>
public sealed class CaptureConfirmation(
    ILedgerStore ledgers, LedgerWriter writer, IPaymentProcessor processor, WorkSchedule schedule, TimeProvider time)
{
    /// <summary>
    /// The capture as it stands after the processor was asked; still pending where it did not say. One that has come
    /// to its end is returned as it is.
    /// </summary>
    public async Task<Capture> ConcludeAsync(
        LedgerAddress address, Capture capture, CancellationToken cancellationToken)
    {
        if (capture.Status != CaptureStatus.Pending) return capture;
        var answer = await processor.ExecuteAsync(
            new CaptureFunds(
                address.Organization, capture.Id.ToString(), capture.Amount, capture.AuthorizationReference ?? ""),
            cancellationToken);
        if (answer.Verdict is not { } verdict) return capture;

        var written = await writer.WriteAsync<Capture>(
            address,
            [RecordKey.Of(capture.Id)],
            loaded =>
            {
                var current = loaded.Find(capture.Id)!;
                return CaptureDecisions.Conclude(loaded.Balances, current, verdict, time.GetUtcNow()) is { } step
                    ? Decision<Capture>.Yes(step.Capture, step.Changes)
                    : new Decision<Capture>.Unchanged(current);
            },
            cancellationToken);
        return written.Result;
    }

    /// <summary>The queue's side: a capture whose request may not have lived to hear the processor's word.</summary>
    public async Task HandleAsync(ConfirmCapture work, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(work.Address, [RecordKey.Of(work.Capture)], cancellationToken);
        if (loaded.Find(work.Capture) is not { } capture)
        {
            await schedule.UntilCommittedAsync(work, cancellationToken);
            return;
        }

        var concluded = await ConcludeAsync(work.Address, capture, cancellationToken);
        if (concluded.Status == CaptureStatus.Pending)
            await schedule.UntilKnownAsync(work, RecordKey.Of(work.Capture), cancellationToken);
    }

    /// <summary>Whether the processor has said what it did with a capture that is unsettled.</summary>
    public async Task<bool> AskAsync(LedgerAddress address, Id<Capture> id, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(address, [RecordKey.Of(id)], cancellationToken);
        if (loaded.Find(id) is not { } capture) return true;
        return (await ConcludeAsync(address, capture, cancellationToken)).Status != CaptureStatus.Pending;
    }
}
