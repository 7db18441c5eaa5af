using System.Globalization;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Ports;

/// <summary>Work for the queue-triggered functions. It names records and holds none: no amount, no card.</summary>
/// <param name="Address">The ledger.</param>
/// <param name="Attempt">How often it was put off before.</param>
public abstract record WorkItem(LedgerAddress Address, int Attempt)
{
    /// <summary>The record that the work is on, as text: for message ids and logs.</summary>
    public abstract string Subject { get; }

    /// <summary>
    /// Which chain of messages it belongs to: the first message of an acceptance and all its copies, each made when
    /// the one before it puts the work off. Null where none has begun; the queue then begins one.
    /// </summary>
    public string? ChainId { get; init; }

    /// <summary>
    /// How often in a row it ended in a fault of ours. Counted apart from <see cref="Attempt"/>, by which the waiting
    /// for others (the acceptance, the processor) is measured.
    /// </summary>
    public int FailureCount { get; init; }

    /// <summary>
    /// The name of a new chain. Its randomness is the caller's, so that a simulation can replay a run.
    /// </summary>
    public static string NewChain(Random random) => random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The same work, once more.</summary>
    public WorkItem NextAttempt() => this with { Attempt = Attempt + 1, FailureCount = 0 };

    /// <summary>The same work, once more after a fault.</summary>
    public WorkItem AfterFailure() => this with { FailureCount = FailureCount + 1 };

    /// <summary>The same work from its start, in a chain of its own.</summary>
    public WorkItem Restart(string chain) => this with { ChainId = chain, Attempt = 0, FailureCount = 0 };
}

/// <summary>Allocate a refund and execute it, as far as it can be.</summary>
/// <param name="Address">The ledger.</param>
/// <param name="Refund">The refund.</param>
/// <param name="Attempt">How often it was put off before.</param>
public sealed record ExecuteRefund(LedgerAddress Address, Id<Refund> Refund, int Attempt = 0)
    : WorkItem(Address, Attempt)
{
    /// <inheritdoc/>
    public override string Subject => Refund.ToString();
}

/// <summary>Find out what became of a capture whose request did not live to hear it.</summary>
/// <param name="Address">The ledger.</param>
/// <param name="Capture">The capture.</param>
/// <param name="Attempt">How often it was put off before.</param>
public sealed record ConfirmCapture(LedgerAddress Address, Id<Capture> Capture, int Attempt = 0)
    : WorkItem(Address, Attempt)
{
    /// <inheritdoc/>
    public override string Subject => Capture.ToString();
}

/// <summary>See that the processor lets go of a reversed authorization whose request did not live to hear it.</summary>
/// <param name="Address">The ledger.</param>
/// <param name="Authorization">The authorization.</param>
/// <param name="Attempt">How often it was put off before.</param>
public sealed record ReleaseAuthorization(LedgerAddress Address, Id<Authorization> Authorization, int Attempt = 0)
    : WorkItem(Address, Attempt)
{
    /// <inheritdoc/>
    public override string Subject => Authorization.ToString();
}

/// <summary>Send the money of an open credit.</summary>
/// <param name="Address">The ledger.</param>
/// <param name="Credit">The credit.</param>
/// <param name="Attempt">How often it was put off before.</param>
public sealed record SettleCredit(LedgerAddress Address, Id<Credit> Credit, int Attempt = 0)
    : WorkItem(Address, Attempt)
{
    /// <inheritdoc/>
    public override string Subject => Credit.ToString();
}

/// <summary>Ask the processor again about all of a ledger that is unsettled.</summary>
/// <param name="Address">The ledger.</param>
/// <param name="Attempt">
/// Which asking by the clock, from 1; 0 for one that somebody's look at the ledger occasions, which is followed by
/// none.
/// </param>
public sealed record ResolveUnknownOutcomes(LedgerAddress Address, int Attempt = 0) : WorkItem(Address, Attempt)
{
    /// <inheritdoc/>
    public override string Subject => Address.Ledger.ToString();
}

/// <summary>The queues. What was enqueued is delivered at least once, in any order.</summary>
public interface IWorkQueue
{
    /// <summary>Enqueues work, to be delivered no sooner than after a delay.</summary>
    Task EnqueueAsync(WorkItem work, TimeSpan delay, CancellationToken cancellationToken);
}
