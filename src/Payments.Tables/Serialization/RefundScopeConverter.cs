using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Tables.Serialization;

/// <summary>A refund's scope as it is stored: an object that names the limits; empty for the whole order.</summary>
internal sealed class RefundScopeConverter : JsonConverter<RefundScope>
{
    public override RefundScope Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<Stored>(ref reader, options) switch
        {
            { Authorization: { } authorization, Capture: { } capture } =>
                new RefundScope.OfCapture(authorization, capture),
            { Authorization: { } authorization } => new RefundScope.OfAuthorization(authorization),
            { Capture: null } => RefundScope.WholeLedger,
            _ => throw new JsonException("A refund's scope names a capture without its authorization."),
        };

    public override void Write(Utf8JsonWriter writer, RefundScope value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Stored(value.Authorization, value.Capture), options);

    private sealed record Stored(Id<Authorization>? Authorization, Id<Capture>? Capture);
}
