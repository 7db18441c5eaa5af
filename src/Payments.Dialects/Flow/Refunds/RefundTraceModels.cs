using System.Collections.Immutable;
using System.Text.Json;
using Payments.Dialects.Flow.Identifiers;
using Payments.Handlers.Refunds;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Refunds;

/// <summary>
/// Why a refund went where it did (ours): each part that was ever put on a capture, declined ones included, in the
/// order in which they were placed.
/// </summary>
/// <param name="Refund">The refund.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Policy">How it is spread over captures.</param>
/// <param name="Currency">Of all amounts.</param>
/// <param name="Requested">What was asked for.</param>
/// <param name="Refunded">What was given back.</param>
/// <param name="Waiting">What is on captures, and the processor has not answered.</param>
/// <param name="Unallocated">What is on no capture yet.</param>
/// <param name="Released">What could not be given back, or was canceled, and was set free.</param>
/// <param name="Attempts">How often it was placed: once, and once more whenever parts had been declined.</param>
/// <param name="OutcomeUnknown">
/// The processor was asked several times and has not said what it did: it is asked again when anyone looks, and after 5
/// minutes, an hour, then daily.
/// </param>
/// <param name="Allocations">The parts.</param>
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
    ImmutableArray<AllocationTraceModel> Allocations)
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
            refund.Unallocated.ToDecimal(),
            refund.Released.ToDecimal(),
            refund.Attempts,
            trace.OutcomeUnknown,
            [.. refund.Allocations.Select(allocation => AllocationTraceModel.From(trace, allocation))]);
    }

    /// <summary>A word of ours as the API writes words.</summary>
    public static string Word<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}

/// <summary>One part of a refund, and how it went.</summary>
/// <param name="Number">Which of the refund's parts, from 1.</param>
/// <param name="Attempt">With which placing it came; from 2 on it stands for what had been declined before.</param>
/// <param name="Capture">What it is taken from.</param>
/// <param name="Amount">How much.</param>
/// <param name="Available">What the refund might have taken from that capture then.</param>
/// <param name="Reason">
/// Why from that capture: <c>exact_match</c>, <c>most_left</c>, <c>oldest</c>, <c>newest</c>, <c>proportion</c>; or
/// <c>recorded</c>: the storefront's own processor had given it back, and it was only taken down.
/// </param>
/// <param name="Status"><c>reserved</c>, <c>succeeded</c> or <c>declined</c>.</param>
/// <param name="PlacedAt">When it was put on the capture.</param>
/// <param name="Processor">What the processor was asked, and has said.</param>
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
            allocation.Placed?.Attempt ?? 1,
            new IdentifiedReferenceModel(capture.Id.ToString(), capture.Key.Value),
            allocation.Amount.ToDecimal(),
            allocation.Placed?.Room.ToDecimal(),
            allocation.Placed is { } placed ? RefundTraceModel.Word(placed.Reason) : Recorded,
            RefundTraceModel.Word(allocation.Status),
            allocation.Placed is { At: var at } ? FlowJson.FormatTime(at) : null,
            ProcessorTraceModel.From(trace, allocation));
    }
}

/// <summary>What the processor was asked for one part, and what it said.</summary>
/// <param name="IdempotencyKey">The name it was asked under, each time; none where the storefront asked itself.</param>
/// <param name="Answer"><c>approved</c>, <c>declined</c>, or <c>none</c> so far.</param>
/// <param name="Reference">Its own name for what it did.</param>
/// <param name="DeclineCode">Its code for the no.</param>
/// <param name="DeclineMessage">Its words.</param>
/// <param name="Permanent">The no holds for all captures of the card.</param>
/// <param name="AnsweredAt">When its word was stored.</param>
internal sealed record ProcessorTraceModel(
    string? IdempotencyKey,
    string Answer,
    string? Reference,
    string? DeclineCode,
    string? DeclineMessage,
    bool? Permanent,
    string? AnsweredAt)
{
    public static ProcessorTraceModel From(RefundTrace trace, Allocation allocation)
    {
        var key = allocation.Placed is null ? null : trace.OperationKey(allocation);
        return allocation.Outcome switch
        {
            AllocationOutcome.Succeeded done =>
                new(key, "approved", done.ProcessorReference, null, null, null, Moment(done.At)),
            AllocationOutcome.Declined { Decline: var decline, At: var at } =>
                new(key, "declined", null, decline.Code, decline.Message, decline.Permanent, Moment(at)),
            _ => new(key, "none", null, null, null, null, null),
        };
    }

    private static string? Moment(DateTimeOffset? at) => at is { } given ? FlowJson.FormatTime(given) : null;
}
