using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Tables.Serialization;

/// <summary>
/// An allocation as it is stored: one flat object whose status says which other fields exist. A row whose fields
/// contradict its status is an error: nobody would know whether the refund's money moved.
/// </summary>
internal sealed class AllocationConverter : JsonConverter<Allocation>
{
    public override Allocation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var stored = JsonSerializer.Deserialize<Stored>(ref reader, options)
            ?? throw new JsonException("An allocation can't be null.");
        return new Allocation(stored.Number, stored.Capture, stored.Amount, ToOutcome(stored), stored.Placed);
    }

    public override void Write(Utf8JsonWriter writer, Allocation value, JsonSerializerOptions options)
    {
        var stored = new Stored(
            value.Number, value.Capture, value.Amount, value.Status, value.ProcessorReference, Placed: value.Decision);
        stored = value.Outcome switch
        {
            AllocationOutcome.WithProcessor held => stored with { AnsweredAt = held.Since },
            AllocationOutcome.Succeeded done => stored with { AnsweredAt = done.At },
            AllocationOutcome.Recorded recorded => stored with { RecordedAt = recorded.At },
            AllocationOutcome.Declined declined => stored with { Decline = declined.Decline, AnsweredAt = declined.At },
            AllocationOutcome.FailedLater failed => stored with
            {
                Decline = failed.Decline,
                AnsweredAt = failed.SucceededAt,
                FailedAt = failed.At,
            },
            AllocationOutcome.Overpaid paid => stored with { OverpaidAt = paid.At },
            _ => stored,
        };
        JsonSerializer.Serialize(writer, stored, options);
    }

    private static AllocationOutcome ToOutcome(Stored stored) => stored switch
    {
        { Status: AllocationStatus.Reserved, ProcessorReference: null, Decline: null, RecordedAt: null } =>
            AllocationOutcome.Pending.Instance,
        { Status: AllocationStatus.WithProcessor, ProcessorReference: { } reference, AnsweredAt: { } since } =>
            new AllocationOutcome.WithProcessor(reference, since),
        { Status: AllocationStatus.Succeeded, ProcessorReference: { } reference, OverpaidAt: { } at } =>
            new AllocationOutcome.Overpaid(reference, at),
        { Status: AllocationStatus.Succeeded, ProcessorReference: { } reference, Decline: null, RecordedAt: null } =>
            new AllocationOutcome.Succeeded(reference, stored.AnsweredAt),
        { Status: AllocationStatus.Succeeded, ProcessorReference: null, Decline: null, RecordedAt: { } at } =>
            new AllocationOutcome.Recorded(at),
        { Status: AllocationStatus.Declined, Decline: { } decline, RecordedAt: null } =>
            new AllocationOutcome.Declined(decline, stored.AnsweredAt, stored.ProcessorReference),
        { Status: AllocationStatus.Failed, ProcessorReference: { } reference, Decline: { } decline, FailedAt: { } at }
            => new AllocationOutcome.FailedLater(reference, stored.AnsweredAt, decline, at),
        _ => throw new JsonException($"Allocation {stored.Number} is {stored.Status}, but its fields contradict that."),
    };

    private sealed record Stored(
        int Number,
        Id<Capture> Capture,
        Money Amount,
        AllocationStatus Status,
        string? ProcessorReference = null,
        Decline? Decline = null,
        AllocationDecision? Placed = null,
        DateTimeOffset? AnsweredAt = null,
        DateTimeOffset? RecordedAt = null,
        DateTimeOffset? FailedAt = null,
        DateTimeOffset? OverpaidAt = null);
}
