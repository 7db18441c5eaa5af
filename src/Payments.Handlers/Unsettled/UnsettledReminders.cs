using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>
/// Whoever reads a ledger, or asks for a change of it, has its unsettled outcomes asked for at once: what they see, or
/// are refused, may hang on them. It costs nothing where there are none, and nobody waits for the processor.
/// </summary>
public sealed class UnsettledReminders(IWorkQueue queue)
{
    /// <summary>Enqueues an asking where a ledger, as it was loaded, has something unsettled.</summary>
    public Task SendAsync(LedgerAddress address, LedgerHead? head, CancellationToken cancellationToken) =>
        head is { Unsettled.IsEmpty: false }
            ? queue.EnqueueAsync(new AskAgain(address), TimeSpan.Zero, cancellationToken)
            : Task.CompletedTask;
}
