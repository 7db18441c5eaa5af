using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Tables.Serialization;

/// <summary>
/// The ledger's records as JSON. A field that is null is omitted, and one that may be null or has a default may be
/// missing: so such a field can be added to a record, and older rows can still be read. Any other field that is
/// missing, and any that can't be read, is an error.
/// </summary>
internal static class RecordJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Properties computed from other fields are not stored.
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        // Never embedded in HTML, so letters of all languages stay unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LetNullsBeMissing } },
        Converters =
        {
            new TextConverter<Money>(MoneyText.Write, MoneyText.Read),
            new TextConverter<Key>(key => key.Value, Key.From),
            new TextConverter<ProcessorName>(name => name.Value, text => new ProcessorName(text)),
            new TextConverter<OrderNumber>(number => number.Value, OrderNumber.From),
            new TextConverter<PaymentId>(id => id.Value, PaymentId.From),
            new TextConverter<TransactionId>(id => id.Value, TransactionId.From),
            new IdConverters(),
            new AllocationConverter(),
            new CaptureConverter(),
            new DeclineConverter(),
            new CreditAnswerConverter(),
            new RefundScopeConverter(),
            new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false),
        },
    };

    public static byte[] Write(Record record) =>
        JsonSerializer.SerializeToUtf8Bytes(record, record.GetType(), Options);

    public static Record Read(string kind, byte[] json) => RecordKind.Find(kind) is { } found
        ? (Record)JsonSerializer.Deserialize(json, found.Type, Options)!
        : throw new JsonException($"'{kind}' is not a kind of record.");

    private static void LetNullsBeMissing(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { IsNullable: true }) property.IsRequired = false;
        }
    }
}
