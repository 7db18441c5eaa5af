using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

public enum RefundStatus
{
    /// <summary>Accepted, its amount reserved; the money has not moved, or not all of it.</summary>
    Pending,

    /// <summary>All of it, or the part that was possible, was refunded. A part may still fail later.</summary>
    Succeeded,

    /// <summary>Nothing could be refunded.</summary>
    Failed,

    /// <summary>Canceled before any of it went to the processor.</summary>
    Canceled,
}

public enum AllocationStatus
{
    /// <summary>Allocated to its capture; the processor's outcome is still to come.</summary>
    Reserved,

    /// <summary>The money was refunded, or recorded as refunded.</summary>
    Succeeded,

    /// <summary>The processor declined; the allocated amount was released.</summary>
    Declined,

    /// <summary>The processor has accepted it; its outcome is still to come.</summary>
    WithProcessor,

    /// <summary>It failed after it had succeeded; the amount was released.</summary>
    Failed,
}

/// <summary>Why an allocation went to its capture: stored so that a refund can be explained.</summary>
/// <param name="Attempt">
/// The refund's allocation round, from 1: the first allocates all of it, each later one what was declined before.
/// </param>
/// <param name="Reason">Why this capture was chosen.</param>
/// <param name="Room">What the refund could have taken from it then.</param>
public sealed record AllocationDecision(int Attempt, AllocationReason Reason, Money Room, DateTimeOffset At);

/// <summary>The part of a refund that is taken from one capture.</summary>
/// <param name="Number">
/// Its number within the refund, from 1; with the refund's id it is the processor's idempotency key.
/// </param>
/// <param name="Capture">The capture that it is taken from.</param>
/// <param name="Decision">
/// Why this capture was chosen; null if the storefront's own processor chose it, and in rows that predate this.
/// </param>
public sealed record Allocation(
    int Number, Id<Capture> Capture, Money Amount, AllocationOutcome Outcome, AllocationDecision? Decision = null)
{
    /// <summary>The outcome as a status.</summary>
    public AllocationStatus Status => Outcome switch
    {
        AllocationOutcome.Pending => AllocationStatus.Reserved,
        AllocationOutcome.WithProcessor => AllocationStatus.WithProcessor,
        AllocationOutcome.Succeeded or AllocationOutcome.Recorded or AllocationOutcome.Overpaid =>
            AllocationStatus.Succeeded,
        AllocationOutcome.Declined => AllocationStatus.Declined,
        AllocationOutcome.FailedLater => AllocationStatus.Failed,
        _ => throw new InvalidOperationException($"No such outcome: {Outcome}."),
    };

    /// <summary>Whether its outcome is still to come, and its amount allocated meanwhile.</summary>
    public bool IsOpen => Status is AllocationStatus.Reserved or AllocationStatus.WithProcessor;

    /// <summary>Whether it takes nothing from its capture: it was declined, or failed later.</summary>
    public bool TakesNothing => Status is AllocationStatus.Declined or AllocationStatus.Failed;

    /// <summary>Why it was declined, or failed later; null otherwise.</summary>
    public Decline? Decline => Outcome switch
    {
        AllocationOutcome.Declined declined => declined.Decline,
        AllocationOutcome.FailedLater failed => failed.Decline,
        _ => null,
    };

    /// <summary>The processor's reference for it; null if it has none, or none is known.</summary>
    public string? ProcessorReference => Outcome switch
    {
        AllocationOutcome.WithProcessor held => held.ProcessorReference,
        AllocationOutcome.Succeeded done => done.ProcessorReference,
        AllocationOutcome.Declined declined => declined.ProcessorReference,
        AllocationOutcome.FailedLater failed => failed.ProcessorReference,
        AllocationOutcome.Overpaid paid => paid.ProcessorReference,
        _ => null,
    };
}

/// <summary>A request for a refund. It names at least one of order, authorization and capture.</summary>
/// <param name="Key">The caller's key, if any.</param>
/// <param name="Order">The order that the caller named, if any.</param>
/// <param name="Authorization">The id or key of the authorization that the caller named, if any.</param>
/// <param name="Capture">The id or key of the capture that the caller named, if any.</param>
/// <param name="Amount">Null for all that is refundable.</param>
/// <param name="Currency">The currency that the caller named; null for the ledger's.</param>
/// <param name="UpTo">Whether to accept a smaller refund if less than the amount is refundable.</param>
/// <param name="Tenders">
/// What it is to go back to; credit payments only if an order is named, and nothing else.
/// </param>
public sealed record RefundRequest(
    Key? Key,
    OrderNumber? Order,
    string? Authorization,
    string? Capture,
    Money? Amount,
    Currency? Currency,
    ImmutableDictionary<string, string> Attributes,
    bool UpTo = false,
    RefundTenders Tenders = RefundTenders.Card)
{
    /// <summary>
    /// What makes another request under its key the same: hashed and stored with the key, so that the order of the
    /// parts must not change, and that a request without tenders has no more of them than it ever had.
    /// </summary>
    public object?[] ListParts(Id<Authorization>? authorization, Id<Capture>? capture)
    {
        object?[] parts = [Order, authorization, capture, UpTo ? $"up to {Amount}" : Amount, Currency, Attributes];
        return Tenders == RefundTenders.Card ? parts : [.. parts, Tenders.ToString()];
    }
}

/// <summary>A request for a refund, with what the service adds to it.</summary>
/// <param name="Authorization">The authorization that was named, if any.</param>
/// <param name="Capture">The capture that was named, if any.</param>
/// <param name="Policy">How it is to be spread over captures.</param>
public sealed record RequestRefund(
    Id<Refund> Id,
    RefundRequest Request,
    Id<Authorization>? Authorization,
    Id<Capture>? Capture,
    AllocationPolicy Policy,
    DateTimeOffset At)
{
    /// <summary>The refund that it becomes: pending, of an amount that may be smaller than requested.</summary>
    /// <param name="order">The ledger's order, if any.</param>
    /// <param name="authorization">What it is shown with.</param>
    /// <param name="scope">What it may be taken from.</param>
    /// <param name="amount">The amount, both tenders together.</param>
    /// <param name="credit">The part of it that is reserved for credit payments; null for none.</param>
    internal Refund CreateRefund(
        OrderNumber? order, AuthorizationName authorization, RefundScope scope, Money amount, Money? credit = null)
    {
        var requested = Request.Amount ?? amount;
        return new Refund(
            Id,
            Request.Key ?? Key.ForId(Id),
            Request.Order ?? order,
            authorization,
            scope,
            requested,
            Policy,
            [],
            Released: requested - amount,
            RefundStatus.Pending,
            Request.Attributes,
            At,
            Request.Tenders == RefundTenders.Card
                ? null
                : new RefundToCredit(Request.Tenders, credit ?? Money.Zero(amount.Currency), []));
    }
}

/// <summary>A refund: money on its way back to the customer.</summary>
/// <param name="Key">The caller's key, or the id.</param>
/// <param name="Order">The order, if any.</param>
/// <param name="Authorization">
/// The authorization that it is shown with: its scope's, else that of the first capture in scope.
/// </param>
/// <param name="Scope">What it may be taken from.</param>
/// <param name="Requested">The amount requested.</param>
/// <param name="Policy">How it is spread over captures.</param>
/// <param name="Allocations">The allocations so far, declined ones included.</param>
/// <param name="Released">What could not be refunded and was released.</param>
/// <param name="ToCredit">What of it goes back to credit payments; null unless the caller asked for that.</param>
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
    DateTimeOffset CreatedAt,
    RefundToCredit? ToCredit = null) : Record, IIdentified, IListed
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

    /// <summary>What it goes back to.</summary>
    public RefundTenders Tenders => ToCredit?.Tenders ?? RefundTenders.Card;

    /// <summary>What was refunded so far.</summary>
    public Money Refunded => ToCredit is { } credit ? RefundedToCards + credit.Refunded : RefundedToCards;

    /// <summary>What was refunded to cards so far.</summary>
    public Money RefundedToCards => Sum(part => part.Status == AllocationStatus.Succeeded);

    /// <summary>What waits to go back to credit payments.</summary>
    public Money ReservedForCredit => ToCredit?.Reserved ?? Money.Zero(Requested.Currency);

    /// <summary>What is allocated to captures and waits for the processor's outcome.</summary>
    public Money Reserved => Sum(part => part.IsOpen);

    /// <summary>The number of allocation rounds; each but the first allocates what was declined before.</summary>
    public int Attempts => Allocations.IsEmpty ? 0 : Allocations.Max(part => part.Decision?.Attempt ?? 1);

    /// <summary>
    /// What has no capture yet, and has not gone back to credit payments: all of it before it is allocated, then
    /// declined parts before they are allocated again, and what is reserved for credit payments. Zero too if more was
    /// refunded than requested: a part that succeeded after it had failed, and was replaced.
    /// </summary>
    public Money Unallocated => Requested - Refunded - Reserved - Released is { IsPositive: true } rest
        ? rest
        : Money.Zero(Requested.Currency);

    /// <summary>What is still to be allocated to captures, with as much reserved in its scope.</summary>
    public Money UnallocatedToCards => Unallocated - ReservedForCredit;

    /// <summary>
    /// The refund's amount: what is to be refunded while it is pending, what was refunded once it has ended; the amount
    /// requested if nothing was.
    /// </summary>
    public Money Amount => Status switch
    {
        RefundStatus.Pending => Requested - Released,
        RefundStatus.Succeeded => Refunded,
        _ => Requested,
    };

    /// <summary>The processor's latest decline; null if it declined nothing.</summary>
    public Decline? LastDecline => Allocations.LastOrDefault(part => part.Decline is not null)?.Decline;

    /// <summary>Why it failed, once it has: the processor's latest decline, or that no capture could take it.</summary>
    public string FailureMessage => LastDecline?.Message ?? "Nothing was left that it could be taken from.";

    private Money Sum(Func<Allocation, bool> counts) =>
        Allocations.Where(counts).Sum(Requested.Currency, part => part.Amount);
}
