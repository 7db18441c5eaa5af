using System.Collections.Immutable;
using System.Text.Json;
using Payments.Dialects.Flow.Identifiers;
using Payments.Handlers.Refunds;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Refunds;

/// <summary>
/// Why a refund was allocated as it was (an extension): every allocation to a capture, declined ones included, in the
/// order in which they were made.
/// </summary>
/// <param name="Policy">The allocation policy that spreads it over captures.</param>
/// <param name="Currency">The currency of all amounts.</param>
/// <param name="Waiting">What is allocated and awaits the processor's response.</param>
/// <param name="Unallocated">What is not allocated to a capture yet, nor waits for credit payments.</param>
/// <param name="Released">What was released because it could not be refunded, or the refund was canceled.</param>
/// <param name="Attempts">How often it was allocated: once, and again each time parts were declined.</param>
/// <param name="OutcomeUnknown">
/// The processor was called several times, and the outcome is still unknown: it is queried whenever the order is read
/// or changed, after 5 minutes, after an hour, then daily.
/// </param>
/// <param name="Allocations">The allocations to captures.</param>
/// <param name="Tenders">What it goes back to, in order; left out unless the caller asked for tenders.</param>
/// <param name="WaitingForCards">
/// What goes back to credit payments once the processor's outcomes are known; left out as <paramref name="Tenders"/>.
/// </param>
/// <param name="CreditPayments">What has gone back to credit payments; left out likewise.</param>
internal sealed record RefundTraceModel(
    IdentifiedReferenceModel Refund,
    string Status,
    string Policy,
    string Currency,
    decimal Requested,
    decimal Refunded,
    decimal Waiting,
    decimal Unallocated,
    decimal Released,
    int Attempts,
    bool OutcomeUnknown,
    ImmutableArray<AllocationTraceModel> Allocations,
    IReadOnlyList<string>? Tenders,
    decimal? WaitingForCards,
    IReadOnlyList<CreditPartTraceModel>? CreditPayments)
{
    public static RefundTraceModel From(RefundTrace trace)
    {
        var refund = trace.View.Refund;
        return new RefundTraceModel(
            new IdentifiedReferenceModel(refund.Id.ToString(), refund.Key.Value),
            RefundModel.ToStatus(refund.Status),
            Word(refund.Policy),
            refund.Requested.Currency.Code,
            refund.Requested.ToDecimal(),
            refund.Refunded.ToDecimal(),
            refund.Reserved.ToDecimal(),
            refund.UnallocatedToCards.ToDecimal(),
            refund.Released.ToDecimal(),
            refund.Attempts,
            trace.OutcomeUnknown,
            [.. refund.Allocations.Select(allocation => AllocationTraceModel.From(trace, allocation))],
            TenderWords.From(refund),
            refund.ToCredit?.Reserved.ToDecimal(),
            refund.ToCredit is { } credit ? [.. credit.Parts.Select(CreditPartTraceModel.From)] : null);
    }

    /// <summary>The name of an enum value as the API writes it.</summary>
    public static string Word<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}

/// <summary>One part of a refund, allocated to a capture, and its outcome.</summary>
/// <param name="Number">The number of the part within the refund, from 1.</param>
/// <param name="Attempt">The allocation attempt that created it; from 2 on it replaces declined parts.</param>
/// <param name="Capture">The capture that it is refunded from.</param>
/// <param name="Available">What was refundable from that capture at the time.</param>
/// <param name="Reason">
/// Why that capture: <c>exact_match</c>, <c>most_left</c>, <c>oldest</c>, <c>newest</c>, <c>proportion</c>; or
/// <c>recorded</c>: the storefront's own processor had already refunded it, and it was only recorded here.
/// </param>
/// <param name="Status">
/// <c>reserved</c>, <c>with_processor</c> (accepted, its outcome still to come), <c>succeeded</c>, <c>declined</c> or
/// <c>failed</c> (after it had succeeded).
/// </param>
/// <param name="PlacedAt">When it was allocated to the capture.</param>
/// <param name="Processor">The request to the processor, and its response.</param>
internal sealed record AllocationTraceModel(
    int Number,
    int Attempt,
    IdentifiedReferenceModel Capture,
    decimal Amount,
    decimal? Available,
    string Reason,
    string Status,
    string? PlacedAt,
    ProcessorTraceModel Processor)
{
    private const string Recorded = "recorded";

    public static AllocationTraceModel From(RefundTrace trace, Allocation allocation)
    {
        var capture = trace.View.Captures[allocation.Capture];
        return new AllocationTraceModel(
            allocation.Number,
            allocation.Decision?.Attempt ?? 1,
            new IdentifiedReferenceModel(capture.Id.ToString(), capture.Key.Value),
            allocation.Amount.ToDecimal(),
            allocation.Decision?.Room.ToDecimal(),
            allocation.Decision is { } placed ? RefundTraceModel.Word(placed.Reason) : Recorded,
            RefundTraceModel.Word(allocation.Status),
            allocation.Decision is { At: var at } ? FlowJson.FormatTime(at) : null,
            ProcessorTraceModel.From(trace, allocation));
    }
}

/// <summary>The request to the processor for one part, and its response.</summary>
/// <param name="IdempotencyKey">The key of every attempt; none if there was none, or the storefront made it.</param>
/// <param name="Answer">
/// <c>approved</c>, <c>pending</c>, <c>declined</c>, <c>failed</c> (after it was approved), <c>overpaid</c> (approved
/// after it was declined, when its money was taken otherwise), or <c>none</c> so far; or <c>recorded</c>: no processor
/// of this service has the capture's money, so none was called, and the shop must refund the part with its own.
/// </param>
/// <param name="Reference">The processor's reference.</param>
/// <param name="DeclineCode">The processor's decline code.</param>
/// <param name="DeclineMessage">The processor's message.</param>
/// <param name="Permanent">Whether the decline holds for all captures of the card.</param>
/// <param name="AnsweredAt">
/// When the response was stored; for a pending one, since when it is with the processor.
/// </param>
/// <param name="FailedAt">When it was stored that an approved part has failed.</param>
internal sealed record ProcessorTraceModel(
    string? IdempotencyKey,
    string Answer,
    string? Reference,
    string? DeclineCode,
    string? DeclineMessage,
    bool? Permanent,
    string? AnsweredAt,
    string? FailedAt = null)
{
    public static ProcessorTraceModel From(RefundTrace trace, Allocation allocation)
    {
        var key = allocation.Decision is null ? null : trace.OperationKey(allocation);
        return allocation.Outcome switch
        {
            AllocationOutcome.Succeeded done =>
                new(key, "approved", done.ProcessorReference, null, null, null, Moment(done.At)),
            AllocationOutcome.WithProcessor held =>
                new(key, "pending", held.ProcessorReference, null, null, null, Moment(held.Since)),
            AllocationOutcome.Overpaid paid =>
                new(key, "overpaid", paid.ProcessorReference, null, null, null, Moment(paid.At)),
            AllocationOutcome.FailedLater { Decline: var why } failed => new(
                key,
                "failed",
                failed.ProcessorReference,
                why.Code,
                why.Message,
                why.Permanent,
                Moment(failed.SucceededAt),
                Moment(failed.At)),
            AllocationOutcome.Recorded { At: var at } => new(null, "recorded", null, null, null, null, Moment(at)),
            AllocationOutcome.Declined { Decline: var decline, At: var at, ProcessorReference: var reference } =>
                new(key, "declined", reference, decline.Code, decline.Message, decline.Permanent, Moment(at)),
            _ => new(key, "none", null, null, null, null, null),
        };
    }

    private static string? Moment(DateTimeOffset? at) => at is { } given ? FlowJson.FormatTime(given) : null;
}
