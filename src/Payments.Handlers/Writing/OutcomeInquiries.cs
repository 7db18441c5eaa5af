using System.Collections.Concurrent;
using Payments.Handlers.Ports;
using Payments.Ledger.Balances;

namespace Payments.Handlers.Writing;

/// <summary>
/// Whenever a ledger is read or changed by a request, the processor is asked about its unknown outcomes at once. It
/// costs nothing if there are none, and no request waits for the processor.
/// </summary>
/// <remarks>
/// A request may read the same ledger more than once, and a client may poll: this process sends at most one message per
/// second and ledger. (The broker drops more: all but one a minute.)
/// </remarks>
public sealed class OutcomeInquiries(IWorkQueue queue, TimeProvider time)
{
    /// <summary>How long after an inquiry no other is sent for the same ledger.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many ledgers are remembered. If there are more, all are forgotten: that only costs a few messages.
    /// </summary>
    private const int MaxRemembered = 1_000;

    private readonly ConcurrentDictionary<LedgerAddress, DateTimeOffset> _sent = new();

    /// <summary>Enqueues an inquiry if a loaded ledger has unknown outcomes.</summary>
    public async Task SendAsync(LedgerAddress address, LedgerHead? head, CancellationToken cancellationToken)
    {
        if (head is not { UnknownOutcomes.IsEmpty: false }) return;
        var now = time.GetUtcNow();
        if (_sent.TryGetValue(address, out var last) && (now - last).Duration() < Interval) return;
        await queue.EnqueueAsync(new ResolveUnknownOutcomes(address), TimeSpan.Zero, cancellationToken);
        if (_sent.Count >= MaxRemembered) _sent.Clear();
        _sent[address] = now;
    }
}
