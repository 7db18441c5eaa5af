using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Payments.Dialects.OrderCloud.Models;

/// <summary>
/// A payment in responses. Unset fields are null, never left out (ordercloud-payments.md, part 4).
/// </summary>
internal sealed record PaymentBody
{
    public required string ID { get; init; }

    public required string Type { get; init; }

    public required string DateCreated { get; init; }

    public string? CreditCardID { get; init; }

    public string? SpendingAccountID { get; init; }

    public string? Description { get; init; }

    public required string Currency { get; init; }

    public decimal? Amount { get; init; }

    public required bool Accepted { get; init; }

    /// <summary>Always null: order returns are not supported.</summary>
    public string? OrderReturnID { get; init; }

    [JsonPropertyName("xp")]
    [JsonConverter(typeof(VerbatimJson))]
    public string? Extension { get; init; }

    public required ImmutableArray<TransactionBody> Transactions { get; init; }
}

/// <summary>A transaction in responses.</summary>
internal sealed record TransactionBody
{
    public required string ID { get; init; }

    public required string Type { get; init; }

    public required string DateExecuted { get; init; }

    public string? Currency { get; init; }

    public decimal? Amount { get; init; }

    public required bool Succeeded { get; init; }

    public string? ResultCode { get; init; }

    public string? ResultMessage { get; init; }

    [JsonPropertyName("xp")]
    [JsonConverter(typeof(VerbatimJson))]
    public string? Extension { get; init; }
}

/// <summary>Writes a string that contains JSON as raw JSON.</summary>
internal sealed class VerbatimJson : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetRawText();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value);
}
