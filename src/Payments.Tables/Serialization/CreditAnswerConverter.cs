using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Tables.Serialization;

/// <summary>
/// A processor's response to an open credit as it is stored: one flat object, an approval if it has a reference. Rows
/// from before a decline's reason was stored have the sandbox's codes, like those of <see cref="DeclineConverter"/>.
/// They also have codes of Commerce Hub, which are ignored: that API derives them itself.
/// </summary>
internal sealed class CreditAnswerConverter : JsonConverter<CreditAnswer>
{
    public override CreditAnswer Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var stored = JsonSerializer.Deserialize<Stored>(ref reader, options);
        return stored switch
        {
            { Reference: { } reference, ApprovalCode: { } approval } => new CreditAnswer.Approved(reference, approval),
            { Reference: null, ResponseCode: { } code, ResponseMessage: { } message } => new CreditAnswer.Declined(
                new Decline(stored.Reason ?? ResponseCodes.ToReason(code), code, message, stored.Permanent)),
            _ => throw new JsonException("A credit is neither approved nor declined."),
        };
    }

    public override void Write(Utf8JsonWriter writer, CreditAnswer value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(
            writer,
            value switch
            {
                CreditAnswer.Approved approved => new Stored(approved.Reference, approved.ApprovalCode),
                CreditAnswer.Declined { Decline: var decline } => new Stored(
                    ResponseCode: decline.Code,
                    ResponseMessage: decline.Message,
                    Permanent: decline.Permanent,
                    Reason: decline.Reason),
                _ => throw new JsonException($"Unknown response: {value}."),
            },
            options);

    private sealed record Stored(
        string? Reference = null,
        string? ApprovalCode = null,
        string? ResponseCode = null,
        string? ResponseMessage = null,
        bool Permanent = false,
        DeclineReason? Reason = null);
}
