using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>Where a refund stands.</summary>
public enum RefundStatus
{
    /// <summary>Accepted, its amount reserved; the money has not moved, or not all of it.</summary>
    Pending,

    /// <summary>All, or the part that could be, was refunded.</summary>
    Succeeded,

    /// <summary>Nothing could be refunded.</summary>
    Failed,

    /// <summary>Called off before any of it went to the processor.</summary>
    Canceled,
}

/// <summary>Where one allocation stands.</summary>
public enum AllocationStatus
{
    /// <summary>Reserved on its capture; the processor has not said yet.</summary>
    Reserved,

    /// <summary>The money was given back.</summary>
    Succeeded,

    /// <summary>The processor refused; what it held was set free.</summary>
    Declined,
}

/// <summary>How an allocation came to its capture: kept so that a refund can be explained.</summary>
/// <param name="Attempt">
/// Which placing of the refund, from 1: the first is of all of it, each later one of what had been declined before.
/// </param>
/// <param name="Reason">Why on this capture.</param>
/// <param name="Room">What the refund might have taken from it then.</param>
/// <param name="At">UTC.</param>
public sealed record AllocationDecision(int Attempt, AllocationReason Reason, Money Room, DateTimeOffset At);

/// <summary>The part of a refund that is taken from one capture.</summary>
/// <param name="Number">Which of the refund's allocations, from 1; with the refund's id it is the processor's
/// idempotency key.</param>
/// <param name="Capture">What it is taken from.</param>
/// <param name="Amount">How much.</param>
/// <param name="Outcome">What the processor did with it, as far as it has said.</param>
/// <param name="Placed">
/// How it came to its capture; null where the storefront's own processor chose it, and where it was stored before this
/// was kept.
/// </param>
public sealed record Allocation(
    int Number, Id<Capture> Capture, Money Amount, AllocationOutcome Outcome, AllocationDecision? Placed = null)
{
    /// <summary>The outcome in one word.</summary>
    public AllocationStatus Status => Outcome switch
    {
        AllocationOutcome.Pending => AllocationStatus.Reserved,
        AllocationOutcome.Succeeded => AllocationStatus.Succeeded,
        AllocationOutcome.Declined => AllocationStatus.Declined,
        _ => throw new InvalidOperationException($"No such outcome: {Outcome}."),
    };

    /// <summary>Why it was declined; null where it was not.</summary>
    public Decline? Decline => (Outcome as AllocationOutcome.Declined)?.Decline;
}

/// <summary>Money on its way back to the customer.</summary>
/// <param name="Id">Ours.</param>
/// <param name="Key">The caller's, or the id again.</param>
/// <param name="Order">The order, where there is one.</param>
/// <param name="Authorization">
/// The authorization that it is shown with: its scope's, else that of the first capture in it.
/// </param>
/// <param name="Scope">What it may be taken from.</param>
/// <param name="Requested">What was asked for.</param>
/// <param name="Policy">How it is spread over captures.</param>
/// <param name="Allocations">How it was spread so far, declined parts included.</param>
/// <param name="Released">What could not be refunded and was set free again.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Attributes">The caller's own pairs.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record Refund(
    Id<Refund> Id,
    Key Key,
    OrderNumber? Order,
    AuthorizationName Authorization,
    RefundScope Scope,
    Money Requested,
    AllocationPolicy Policy,
    ImmutableArray<Allocation> Allocations,
    Money Released,
    RefundStatus Status,
    ImmutableDictionary<string, string> Attributes,
    DateTimeOffset CreatedAt) : Record, IIdentified, IListed
{
    /// <inheritdoc/>
    public static string Prefix => "ref";

    /// <inheritdoc/>
    public override RecordKey RecordKey => RecordKey.For(Id);

    /// <inheritdoc/>
    public override (string? Status, string? Amount) Summary => (Status.ToString(), Requested.ToString());

    /// <inheritdoc/>
    public (string Kind, string Id) Listed => (Prefix, Id.ToString());

    /// <inheritdoc/>
    public override bool IsOpen => Status == RefundStatus.Pending;

    /// <summary>What was given back so far.</summary>
    public Money Refunded => SumAllocations(AllocationStatus.Succeeded);

    /// <summary>What is on its captures and waits for the processor's word.</summary>
    public Money Reserved => SumAllocations(AllocationStatus.Reserved);

    /// <summary>How often it was placed; each time but the first, what had been declined.</summary>
    public int Attempts => Allocations.IsEmpty ? 0 : Allocations.Max(part => part.Placed?.Attempt ?? 1);

    /// <summary>
    /// What has no capture yet: all of it before it is allocated, declined parts before they are placed again.
    /// </summary>
    public Money Unallocated => Requested - Refunded - Reserved - Released;

    /// <summary>
    /// What the refund amounts to: what is to be given back while it is pending, what was at its end; what was asked
    /// for where nothing was.
    /// </summary>
    public Money Amount => Status switch
    {
        RefundStatus.Pending => Requested - Released,
        RefundStatus.Succeeded => Refunded,
        _ => Requested,
    };

    /// <summary>Why the processor declined what it was asked last; null where it declined nothing.</summary>
    public Decline? LastDecline => Allocations.LastOrDefault(part => part.Decline is not null)?.Decline;

    private Money SumAllocations(AllocationStatus status) =>
        Allocations.Where(allocation => allocation.Status == status).Sum(Requested.Currency, part => part.Amount);
}
