using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Reconciliation;

/// <summary>What a ledger says has become of an operation's money.</summary>
public enum ClaimStatus
{
    /// <summary>The outcome is not known yet.</summary>
    Open,

    /// <summary>The processor has accepted it, and not executed it yet.</summary>
    Held,

    /// <summary>The money moved.</summary>
    Moved,

    /// <summary>The money moved, and came back.</summary>
    Returned,

    /// <summary>The money did not move.</summary>
    Never,
}

/// <summary>What a ledger says about one operation that moves money.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Kind">What it moves money for.</param>
/// <param name="Amount">How much.</param>
/// <param name="Status">What has become of it.</param>
/// <param name="StartedAt">The earliest moment at which the money may have moved.</param>
public sealed record LedgerClaim(
    OperationName Operation, MovementKind Kind, Money Amount, ClaimStatus Status, DateTimeOffset StartedAt)
{
    /// <summary>The processor that it is at; null if only its capture says so.</summary>
    public ProcessorName? Processor { get; init; }

    /// <summary>When the ledger learned that the money moved; null if that is not known, or it did not.</summary>
    public DateTimeOffset? MovedAt { get; init; }

    /// <summary>
    /// When the ledger learned that it came back, or that it was declined: it may have moved and come back before
    /// anything was learned. Null if neither happened, or the time is not known.
    /// </summary>
    public DateTimeOffset? ReturnedAt { get; init; }

    /// <summary>The disputes, of a capture.</summary>
    public ImmutableArray<Dispute> Disputes { get; init; } = [];

    /// <summary>
    /// What a record says: a claim for each of a refund's parts, one for a capture or an open credit, and none for what
    /// the storefront's own processor did.
    /// </summary>
    /// <param name="ledger">The record's ledger.</param>
    /// <param name="head">Its balances.</param>
    /// <param name="record">The record.</param>
    /// <param name="capturedAt">When the ledger learned of a capture's success, if that is known.</param>
    public static IEnumerable<LedgerClaim> Create(
        LedgerId ledger, LedgerHead head, Record record, DateTimeOffset? capturedAt) => record switch
        {
            Capture { Processor: { IsExternal: true } } => [],
            Capture capture => [Create(ledger, capture, capturedAt)],
            Refund refund => refund.Allocations
                .Select(part => Create(ledger, head, refund, part))
                .OfType<LedgerClaim>(),
            Credit credit => [Create(ledger, credit)],
            _ => [],
        };

    private static LedgerClaim Create(LedgerId ledger, Capture capture, DateTimeOffset? capturedAt) => new(
        new OperationName(ledger, capture.RecordKey, null),
        MovementKind.Capture,
        capture.Amount,
        capture.Outcome switch
        {
            CaptureOutcome.Succeeded => ClaimStatus.Moved,
            CaptureOutcome.Voided => ClaimStatus.Returned,
            CaptureOutcome.WithProcessor => ClaimStatus.Held,
            CaptureOutcome.Declined => ClaimStatus.Never,
            _ => ClaimStatus.Open,
        },
        capture.CreatedAt)
    {
        Processor = capture.Processor ?? ProcessorName.Sandbox,
        MovedAt = capturedAt,
        ReturnedAt = (capture.Outcome as CaptureOutcome.Voided)?.At,
        Disputes = capture.Disputes ?? [],
    };

    /// <summary>Null for a part that the storefront's own processor executed, or is to.</summary>
    private static LedgerClaim? Create(LedgerId ledger, LedgerHead head, Refund refund, Allocation part)
    {
        if (part.Outcome is AllocationOutcome.Recorded) return null;
        var atProcessor = head.Find(part.Capture)?.AtProcessor;
        var processor = atProcessor is null ? (ProcessorName?)null : atProcessor.Processor ?? ProcessorName.Sandbox;
        if (processor is { IsExternal: true }) return null;
        return new LedgerClaim(
            new OperationName(ledger, refund.RecordKey, part.Number),
            MovementKind.Refund,
            part.Amount,
            part.Outcome switch
            {
                AllocationOutcome.Succeeded or AllocationOutcome.Overpaid => ClaimStatus.Moved,
                AllocationOutcome.FailedLater => ClaimStatus.Returned,
                AllocationOutcome.WithProcessor => ClaimStatus.Held,
                AllocationOutcome.Declined => ClaimStatus.Never,
                _ => ClaimStatus.Open,
            },
            part.Decision?.At ?? refund.CreatedAt)
        {
            Processor = processor,
            MovedAt = part.Outcome switch
            {
                AllocationOutcome.Succeeded done => done.At,
                AllocationOutcome.Overpaid paid => paid.At,
                AllocationOutcome.FailedLater failed => failed.SucceededAt,
                _ => null,
            },
            ReturnedAt = part.Outcome switch
            {
                AllocationOutcome.FailedLater failed => failed.At,
                AllocationOutcome.Declined declined => declined.At,
                _ => null,
            },
        };
    }

    private static LedgerClaim Create(LedgerId ledger, Credit credit) => new(
        new OperationName(ledger, credit.RecordKey, null),
        MovementKind.Credit,
        credit.Amount,
        credit.Status switch
        {
            CreditStatus.Settled => ClaimStatus.Moved,
            CreditStatus.Authorized when credit.WithProcessorSince is not null => ClaimStatus.Held,
            CreditStatus.Authorized => ClaimStatus.Open,
            // It was executed, or accepted: what has no reference was declined at once.
            CreditStatus.Failed when credit.SettlementReference is not null => ClaimStatus.Returned,
            _ => ClaimStatus.Never,
        },
        credit.CreatedAt)
    {
        Processor = credit.Processor ?? ProcessorName.Sandbox,
    };
}
