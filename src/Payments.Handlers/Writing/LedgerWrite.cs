using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>A change of a ledger: what it needs to see, how it is decided, and what precedes its commit.</summary>
/// <typeparam name="T">What the change creates.</typeparam>
public sealed record LedgerWrite<T>
{
    /// <summary>The records that the decision needs in addition to the head, for an attempt (from 0).</summary>
    public Func<int, ValueTask<IReadOnlyCollection<RecordKey>>> ReadsAsync { get; init; } = _ => new([]);

    /// <summary>
    /// Loads the ledger in a way of its own, instead of <see cref="ReadsAsync"/>; null for the usual one. Such a change
    /// is committed alone.
    /// </summary>
    public Func<Task<LoadedLedger>>? LoadAsync { get; init; }

    /// <summary>
    /// The ledger with what the decision needs, if it was read or committed since the request came: the first attempt
    /// need not read it, if no other change comes first.
    /// </summary>
    public LoadedLedger? Known { get; init; }

    /// <summary>
    /// The decision. It may be repeated on another state: every call that it makes must be safe to repeat.
    /// </summary>
    public required Func<LoadedLedger, Task<Decision<T>>> DecideAsync { get; init; }

    /// <summary>What precedes each commit; null for nothing.</summary>
    public CommitPreparation? Preparation { get; init; }

    /// <summary>
    /// Whether the decision may wait for the processor: it is committed alone, so that no other change waits with it.
    /// </summary>
    public bool IsSlow { get; init; }

    /// <summary>
    /// Whether reading the ledger triggers an inquiry about its unknown outcomes. The queue's side triggers none: an
    /// inquiry whose own writing caused the next one would never end.
    /// </summary>
    public bool Inquires { get; init; }
}
