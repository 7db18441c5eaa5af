using System.Collections.Concurrent;
using Payments.Handlers.Ports;
using Payments.Ledger.Balances;

namespace Payments.Handlers.Writing;

/// <summary>
/// Whoever reads a ledger, or asks for a change of it, has the processor asked at once about the outcomes that are
/// unknown there. It costs nothing where there are none, and nobody waits for the processor.
/// </summary>
/// <remarks>
/// A request may read the same ledger more than once, and a client may poll: this process sends one message a second
/// per ledger at most. (The broker drops more: all but one a minute.)
/// </remarks>
public sealed class OutcomeInquiries(IWorkQueue queue, TimeProvider time)
{
    /// <summary>How long a ledger that was just asked about is not asked about again.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many ledgers are kept in mind. Where there are more all are forgotten: that costs a few messages, no more.
    /// </summary>
    private const int MaxRemembered = 1_000;

    private readonly ConcurrentDictionary<LedgerAddress, DateTimeOffset> _sent = new();

    /// <summary>Enqueues an inquiry where a ledger, as it was loaded, names unknown outcomes.</summary>
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
