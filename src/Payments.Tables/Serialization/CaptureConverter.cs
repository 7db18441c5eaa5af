using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Tables.Serialization;

/// <summary>
/// A capture as it is stored: one flat object whose status says which other fields exist. A row whose fields contradict
/// its status is an error: nobody would know whether money was taken.
/// </summary>
internal sealed class CaptureConverter : JsonConverter<Capture>
{
    public override Capture Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var stored = JsonSerializer.Deserialize<Stored>(ref reader, options)
            ?? throw new JsonException("A capture can't be null.");
        return new Capture(
            stored.Id,
            stored.Key,
            stored.Authorization,
            stored.AuthorizationKey,
            stored.Order,
            stored.Amount,
            ToOutcome(stored),
            stored.Attributes,
            stored.AuthorizationReference,
            stored.CreatedAt,
            stored.Processor,
            stored.Disputes);
    }

    public override void Write(Utf8JsonWriter writer, Capture value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(
            writer,
            new Stored(
                value.Id,
                value.Key,
                value.Authorization,
                value.AuthorizationKey,
                value.Order,
                value.Amount,
                value.Status,
                (value.Outcome as CaptureOutcome.Declined)?.Decline,
                value.Attributes,
                value.AuthorizationReference,
                value.Outcome is CaptureOutcome.WithProcessor held ? held.ProcessorReference : value.ProcessorReference,
                value.CreatedAt,
                value.Processor,
                (value.Outcome as CaptureOutcome.WithProcessor)?.Since,
                (value.Outcome as CaptureOutcome.Voided)?.At,
                value.Disputes),
            options);

    private static CaptureOutcome ToOutcome(Stored stored) => stored switch
    {
        { Status: CaptureStatus.Pending, ProcessorReference: null, Decline: null } => CaptureOutcome.Pending.Instance,
        { Status: CaptureStatus.Pending, ProcessorReference: { } reference, WithProcessorSince: { } since } =>
            new CaptureOutcome.WithProcessor(reference, since),
        { Status: CaptureStatus.Succeeded, ProcessorReference: { } reference, Decline: null } =>
            new CaptureOutcome.Succeeded(reference),
        { Status: CaptureStatus.Failed, ProcessorReference: { } reference, Decline: null, VoidedAt: { } at } =>
            new CaptureOutcome.Voided(reference, at),
        { Status: CaptureStatus.Failed, ProcessorReference: null, Decline: { } decline } =>
            new CaptureOutcome.Declined(decline),
        _ => throw new JsonException($"Capture {stored.Id} is {stored.Status}, but its fields contradict that."),
    };

    private sealed record Stored(
        Id<Capture> Id,
        Key Key,
        Id<Authorization> Authorization,
        Key AuthorizationKey,
        OrderNumber? Order,
        Money Amount,
        CaptureStatus Status,
        Decline? Decline,
        ImmutableDictionary<string, string> Attributes,
        string? AuthorizationReference,
        string? ProcessorReference,
        DateTimeOffset CreatedAt,
        ProcessorName? Processor = null,
        DateTimeOffset? WithProcessorSince = null,
        DateTimeOffset? VoidedAt = null,
        ImmutableArray<Dispute>? Disputes = null);
}
