using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Protocol;

/// <summary>An entity as the JSON that the service takes: what JSON cannot type is text with its type beside it.</summary>
internal static class EntityWriter
{
    public static ReadOnlyMemory<byte> ToJson(ITableEntity entity)
    {
        if (entity is not IDictionary<string, object?> properties)
            throw new NotSupportedException($"{entity.GetType()}: only TableEntity is supported by this client.");

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in properties)
            {
                // The service sets both.
                if (name is not (WireNames.ETag or WireNames.Timestamp))
                    Write(json, name, value);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case string text:
                json.WriteString(name, text);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                WriteType(json, name, WireNames.EdmDouble);
                break;
            default:
                var (literal, type) = Literal(name, value);
                json.WriteString(name, literal);
                WriteType(json, name, type);
                break;
        }
    }

    private static (string Literal, string Type) Literal(string name, object value) => value switch
    {
        long number => (number.ToString(CultureInfo.InvariantCulture), WireNames.EdmInt64),
        double number => (number.ToString(CultureInfo.InvariantCulture), WireNames.EdmDouble),
        Guid guid => (guid.ToString(), WireNames.EdmGuid),
        byte[] bytes => (Convert.ToBase64String(bytes), WireNames.EdmBinary),
        BinaryData data => (Convert.ToBase64String(data.ToMemory().Span), WireNames.EdmBinary),
        DateTimeOffset time => (Round(time.UtcDateTime), WireNames.EdmDateTime),
        DateTime { Kind: DateTimeKind.Utc } time => (Round(time), WireNames.EdmDateTime),
        DateTime time => throw new NotSupportedException(
            $"{name}: {time} has a Kind of {time.Kind}, and only a time in UTC can be stored."),
        // The real client lets some of these through and the service then stores another type: not here.
        _ => throw new NotSupportedException($"{name}: {value.GetType()} is no type of Table Storage."),
    };

    private static string Round(DateTime utc) => utc.ToString("O", CultureInfo.InvariantCulture);

    private static void WriteType(Utf8JsonWriter json, string name, string type) =>
        json.WriteString(name + WireNames.TypeSuffix, type);
}
