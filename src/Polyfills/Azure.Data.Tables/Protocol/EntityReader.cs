using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Protocol;

/// <summary>Entities from the service's JSON, each property with the type it was stored with.</summary>
internal static class EntityReader
{
    public static T Read<T>(JsonElement json)
        where T : class, ITableEntity =>
        Read(json) as T ?? throw new NotSupportedException($"{typeof(T)}: only TableEntity is supported by this client.");

    private static TableEntity Read(JsonElement json)
    {
        var types = new Dictionary<string, string?>();
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name.EndsWith(WireNames.TypeSuffix, StringComparison.Ordinal))
                types[property.Name[..^WireNames.TypeSuffix.Length]] = property.Value.GetString();
        }

        var entity = new TableEntity();
        foreach (var property in json.EnumerateObject())
        {
            var name = property.Name;
            if (name == WireNames.Metadata || name.EndsWith(WireNames.TypeSuffix, StringComparison.Ordinal))
                continue;
            // The one typed property that comes without its type.
            var type = types.GetValueOrDefault(name) ?? (name == WireNames.Timestamp ? WireNames.EdmDateTime : null);
            entity[name] = Value(property, type);
        }

        return entity;
    }

    private static object? Value(JsonProperty property, string? type)
    {
        var json = property.Value;
        if (json.ValueKind == JsonValueKind.Null)
            return null;
        return type switch
        {
            null => Untyped(property),
            WireNames.EdmString => json.GetString(),
            WireNames.EdmBoolean => json.GetBoolean(),
            WireNames.EdmInt32 => json.GetInt32(),
            WireNames.EdmInt64 => long.Parse(json.GetString()!, CultureInfo.InvariantCulture),
            WireNames.EdmDouble when json.ValueKind == JsonValueKind.Number => json.GetDouble(),
            WireNames.EdmDouble => double.Parse(json.GetString()!, CultureInfo.InvariantCulture),
            WireNames.EdmGuid => json.GetGuid(),
            WireNames.EdmBinary => json.GetBytesFromBase64(),
            WireNames.EdmDateTime => DateTimeOffset.Parse(
                json.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            _ => throw new NotSupportedException($"{property.Name} has the type {type}, which is not supported."),
        };
    }

    private static object Untyped(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.String => property.Value.GetString()!,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when property.Value.TryGetInt32(out var number) => number,
        JsonValueKind.Number => property.Value.GetDouble(),
        var kind => throw new NotSupportedException($"{property.Name} is a JSON {kind}, which no entity can hold."),
    };
}
