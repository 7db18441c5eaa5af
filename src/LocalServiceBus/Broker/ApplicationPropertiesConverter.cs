using System.Globalization;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>
/// Application properties come back with the type they were sent with, as over AMQP: each is written as
/// [type, value], and a type that Service Bus does not carry is refused.
/// </summary>
internal sealed class ApplicationPropertiesConverter : JsonConverter<Dictionary<string, object>>
{
    private static readonly Dictionary<string, Func<string, object>> Parsers = new()
    {
        [nameof(String)] = text => text,
        [nameof(Boolean)] = text => bool.Parse(text),
        [nameof(Byte)] = text => byte.Parse(text, CultureInfo.InvariantCulture),
        [nameof(SByte)] = text => sbyte.Parse(text, CultureInfo.InvariantCulture),
        [nameof(Char)] = text => char.Parse(text),
        [nameof(Int16)] = text => short.Parse(text, CultureInfo.InvariantCulture),
        [nameof(UInt16)] = text => ushort.Parse(text, CultureInfo.InvariantCulture),
        [nameof(Int32)] = text => int.Parse(text, CultureInfo.InvariantCulture),
        [nameof(UInt32)] = text => uint.Parse(text, CultureInfo.InvariantCulture),
        [nameof(Int64)] = text => long.Parse(text, CultureInfo.InvariantCulture),
        [nameof(UInt64)] = text => ulong.Parse(text, CultureInfo.InvariantCulture),
        [nameof(Single)] = text => float.Parse(text, CultureInfo.InvariantCulture),
        [nameof(Double)] = text => double.Parse(text, CultureInfo.InvariantCulture),
        [nameof(Decimal)] = text => decimal.Parse(text, CultureInfo.InvariantCulture),
        [nameof(Guid)] = text => Guid.Parse(text),
        [nameof(Uri)] = text => new Uri(text, UriKind.RelativeOrAbsolute),
        [nameof(TimeSpan)] = text => TimeSpan.Parse(text, CultureInfo.InvariantCulture),
        [nameof(DateTime)] = text =>
            DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        [nameof(DateTimeOffset)] = text =>
            DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
    };

    public override Dictionary<string, object> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var written = JsonSerializer.Deserialize<Dictionary<string, string[]>>(ref reader) ?? [];
        return written.ToDictionary(pair => pair.Key, pair => Parsers[pair.Value[0]](pair.Value[1]));
    }

    public override void Write(Utf8JsonWriter writer, Dictionary<string, object> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, property) in value)
        {
            writer.WriteStartArray(name);
            writer.WriteStringValue(TypeOf(property));
            writer.WriteStringValue(TextOf(property));
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static string TypeOf(object property)
    {
        var type = property.GetType().Name;
        return Parsers.ContainsKey(type) ? type : throw new SerializationException(
            $"Serialization operation failed due to unsupported type {property.GetType().FullName}.");
    }

    private static string TextOf(object property) => property switch
    {
        DateTime or DateTimeOffset => ((IFormattable)property).ToString("O", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => property.ToString() ?? string.Empty,
    };
}
