using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>A request to be accepted: what it needs, how it is decided, and what goes before the commit.</summary>
/// <typeparam name="T">The resource that it makes.</typeparam>
public sealed record AcceptRequest<T> where T : Record, IIdentified
{
    /// <summary>The ledger that it is on.</summary>
    public required LedgerAddress Address { get; init; }

    /// <summary>The caller's key, or null for none.</summary>
    public required Key? Key { get; init; }

    /// <summary>
    /// How long the key, once reserved, means the request that reserved it; null for ever. The same request after that
    /// is another one.
    /// </summary>
    public TimeSpan? KeyLifetime { get; init; }

    /// <summary>A hash of what is asked.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The id that the resource gets, unless the key was reserved with another before.</summary>
    public required Id<T> NewId { get; init; }

    /// <summary>The records that the decision needs beside the head.</summary>
    public IReadOnlyCollection<RecordKey> Reads { get; init; } = [];

    /// <summary>
    /// The decision, for the id that the resource gets. It may be asked again on another state: what it asks of others
    /// must be safe to repeat.
    /// </summary>
    public required Func<LoadedLedger, Id<T>, Task<Decision<T>>> Decide { get; init; }

    /// <summary>Work to enqueue before the commit, with the delay until it is delivered; null for none.</summary>
    public Func<Id<T>, (WorkItem Work, TimeSpan Delay)?> Work { get; init; } = _ => null;
}
