using System.Text.Json;

namespace LocalFunctionsHost.Functions;

/// <summary>A binding of a function, from its metadata. Property names ignore case, as in Json.NET.</summary>
internal sealed class Binding
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.OrdinalIgnoreCase);

    public Binding(string json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var property in document.RootElement.EnumerateObject())
            _values[property.Name] = property.Value.Clone();
    }

    public string Name => Text("name") ?? "";

    public string Type => Text("type") ?? "";

    public bool IsTrigger => Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the worker takes the message itself, as ModelBindingData, and converts it.</summary>
    public bool SupportsDeferredBinding =>
        _values.TryGetValue("properties", out var properties)
        && properties.ValueKind == JsonValueKind.Object
        && properties.EnumerateObject().Any(property =>
            property.Name.Equals("supportsDeferredBinding", StringComparison.OrdinalIgnoreCase)
            && string.Equals(property.Value.ToString(), bool.TrueString, StringComparison.OrdinalIgnoreCase));

    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    public string? Text(string name) =>
        _values.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public bool? Flag(string name) => _values.TryGetValue(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String when bool.TryParse(value.GetString(), out var flag) => flag,
            _ => null,
        }
        : null;

    public string[]? Texts(string name) =>
        _values.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : null;
}
