using System.Globalization;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Ports;

/// <summary>
/// Work for the queue-triggered functions. It references records by id, and holds no amount and no card.
/// </summary>
/// <param name="Address">The ledger.</param>
/// <param name="Attempt">How often it was rescheduled.</param>
public abstract record WorkItem(LedgerAddress Address, int Attempt)
{
    /// <summary>The record that the work is about, as text: for message ids and logs.</summary>
    public abstract string Subject { get; }

    /// <summary>
    /// The chain of messages that it belongs to: the first message of a request and all its rescheduled copies. Null if
    /// it has none yet; the queue then starts one.
    /// </summary>
    public string? ChainId { get; init; }

    /// <summary>
    /// The W3C <c>traceparent</c> of the request that caused it; null if that was not traced. It decides nothing.
    /// </summary>
    public string? TraceParent { get; init; }

    /// <summary>
    /// How often in a row it failed. Counted apart from <see cref="Attempt"/>, which measures the wait for others (the
    /// request's commit, the processor).
    /// </summary>
    public int FailureCount { get; init; }

    /// <summary>
    /// The id of a new chain. The caller passes the randomness, so that a simulation can replay a run.
    /// </summary>
    public static string NewChain(Random random) => random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The same work, rescheduled.</summary>
    public WorkItem NextAttempt() => this with { Attempt = Attempt + 1, FailureCount = 0 };

    /// <summary>The same work, rescheduled after a failure.</summary>
    public WorkItem AfterFailure() => this with { FailureCount = FailureCount + 1 };

    /// <summary>The same work from its start, in a new chain.</summary>
    public WorkItem Restart(string chain) => this with { ChainId = chain, Attempt = 0, FailureCount = 0 };
}

/// <summary>Allocate a refund and execute it, as far as possible.</summary>
/// <param name="Address">The ledger.</param>
/// <param name="Refund">The refund.</param>
/// <param name="Attempt">How often it was rescheduled.</param>
public sealed record ExecuteRefund(LedgerAddress Address, Id<Refund> Refund, int Attempt = 0)
    : WorkItem(Address, Attempt)
{
    /// <inheritdoc/>
    public override string Subject => Refund.ToString();
}

/// <summary>Conclude a capture whose request ended before the processor responded.</summary>
/// <param name="Address">The ledger.</param>
/// <param name="Capture">The capture.</param>
/// <param name="Attempt">How often it was rescheduled.</param>
public sealed record ConfirmCapture(LedgerAddress Address, Id<Capture> Capture, int Attempt = 0)
    : WorkItem(Address, Attempt)
{
    /// <inheritdoc/>
    public override string Subject => Capture.ToString();
}

/// <summary>Have the processor release a reversed authorization whose request ended before it did.</summary>
/// <param name="Address">The ledger.</param>
/// <param name="Authorization">The authorization.</param>
/// <param name="Attempt">How often it was rescheduled.</param>
public sealed record ReleaseAuthorization(LedgerAddress Address, Id<Authorization> Authorization, int Attempt = 0)
    : WorkItem(Address, Attempt)
{
    /// <inheritdoc/>
    public override string Subject => Authorization.ToString();
}

/// <summary>Send the money of an open credit.</summary>
/// <param name="Address">The ledger.</param>
/// <param name="Credit">The credit.</param>
/// <param name="Attempt">How often it was rescheduled.</param>
public sealed record SettleCredit(LedgerAddress Address, Id<Credit> Credit, int Attempt = 0)
    : WorkItem(Address, Attempt)
{
    /// <inheritdoc/>
    public override string Subject => Credit.ToString();
}

/// <summary>Inquire at the processor about all unknown outcomes of a ledger.</summary>
/// <param name="Address">The ledger.</param>
/// <param name="Attempt">
/// The number of the scheduled inquiry, from 1; 0 for one caused by somebody reading the ledger, which schedules no
/// further one.
/// </param>
public sealed record ResolveUnknownOutcomes(LedgerAddress Address, int Attempt = 0) : WorkItem(Address, Attempt)
{
    /// <inheritdoc/>
    public override string Subject => Address.Ledger.ToString();
}

/// <summary>Ask the processor what has become of a record, and bring the ledger in line with that.</summary>
/// <param name="Address">The ledger.</param>
/// <param name="Record">
/// The record: a refund, a capture, an authorization or an open credit; null for all the ledger's authorizations and
/// their captures.
/// </param>
/// <param name="Attempt">How often it was rescheduled.</param>
public sealed record ReviewRecord(LedgerAddress Address, RecordKey? Record, int Attempt = 0)
    : WorkItem(Address, Attempt)
{
    /// <summary>The number of the refund's allocation to ask about; null for all of them.</summary>
    public int? Part { get; init; }

    /// <summary>The id of the record, or of the ledger, with the number of the part.</summary>
    public override string Subject => (Record, Part) switch
    {
        (null, _) => Address.Ledger.ToString(),
        ({ Value: var key }, null) => ToId(key),
        ({ Value: var key }, { } part) => string.Create(CultureInfo.InvariantCulture, $"{ToId(key)}/{part}"),
    };

    private string ToId(string key) =>
        key.Insert(key.IndexOf('-', StringComparison.Ordinal) + 1, Address.Ledger.ToString());
}

/// <summary>The queues. Each work item is delivered at least once, in any order.</summary>
public interface IWorkQueue
{
    /// <summary>Enqueues a work item, to be delivered no sooner than after a delay.</summary>
    Task EnqueueAsync(WorkItem work, TimeSpan delay, CancellationToken cancellationToken);
}
