using Payments.Handlers.Limits;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// A request that creates a resource: what it needs, how it is decided, and what happens before the commit.
/// </summary>
/// <typeparam name="T">The resource that it creates.</typeparam>
public sealed record AcceptRequest<T> where T : Record, IIdentified
{
    /// <summary>The ledger.</summary>
    public required LedgerAddress Address { get; init; }

    /// <summary>The caller's key, if any.</summary>
    public required Key? Key { get; init; }

    /// <summary>
    /// How long the key, once reserved, identifies this request; null forever. The same request after that is a new
    /// one.
    /// </summary>
    public TimeSpan? KeyLifetime { get; init; }

    /// <summary>A hash of the request.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The resource's id, unless the key was reserved with another id before.</summary>
    public required Id<T> NewId { get; init; }

    /// <summary>The records that the decision needs in addition to the head.</summary>
    public IReadOnlyCollection<RecordKey> Reads { get; init; } = [];

    /// <summary>The ledger with those records, if it was read since the request came.</summary>
    public LoadedLedger? Known { get; init; }

    /// <summary>Whether the decision waits for the processor.</summary>
    public bool CallsProcessor { get; init; }

    /// <summary>
    /// Decides, for the resource's id. It may be repeated on another state: every call that it makes must be safe to
    /// repeat.
    /// </summary>
    public required Func<LoadedLedger, Id<T>, Task<Decision<T>>> Decide { get; init; }

    /// <summary>
    /// What the decision claims of a day's ceiling; null if nothing. It is released if the request is rejected.
    /// </summary>
    public DailyClaim? Claim { get; init; }

    /// <summary>A work item to enqueue before the commit, with its delay; null for none.</summary>
    public Func<Id<T>, (WorkItem Work, TimeSpan Delay)?> Work { get; init; } = _ => null;
}
