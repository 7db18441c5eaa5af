using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Tables.Serialization;

/// <summary>
/// A decline as it is stored. Rows from before its reason was stored have none: the sandbox was the only processor
/// then, so its codes imply the reason.
/// </summary>
internal sealed class DeclineConverter : JsonConverter<Decline>
{
    public override Decline Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var stored = JsonSerializer.Deserialize<Stored>(ref reader, options)
            ?? throw new JsonException("A decline can't be null.");
        var reason = stored.Reason ?? ResponseCodes.ToReason(stored.Code);
        return new Decline(reason, stored.Code, stored.Message, stored.Permanent);
    }

    public override void Write(Utf8JsonWriter writer, Decline value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(
            writer, new Stored(value.Code, value.Message, value.Permanent, value.Reason), options);

    private sealed record Stored(string Code, string Message, bool Permanent = false, DeclineReason? Reason = null);
}
