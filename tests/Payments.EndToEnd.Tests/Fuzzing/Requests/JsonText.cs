using System.Text;
using System.Text.Json;

namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>
/// A JSON value that can be written wrong: with fields twice, names and values that are no JSON, any depth.
/// </summary>
internal sealed class JsonText
{
    private const int MaxWritten = 400_000;

    private JsonText(string? raw, List<Field>? fields, List<JsonText>? items) =>
        (Raw, Fields, Items) = (raw, fields, items);

    /// <summary>The value as written; null for an object or array.</summary>
    public string? Raw { get; set; }

    /// <summary>An object's fields.</summary>
    public List<Field>? Fields { get; }

    /// <summary>An array's items.</summary>
    public List<JsonText>? Items { get; }

    public static JsonText Of(string raw) => new(raw, null, null);

    public static JsonText Parse(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        return From(parsed.RootElement);
    }

    /// <summary>This value and all below.</summary>
    public IEnumerable<JsonText> All()
    {
        yield return this;
        var below = Fields?.Select(field => field.Value) ?? Items ?? [];
        foreach (var value in below.SelectMany(value => value.All())) yield return value;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private static JsonText From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new JsonText(
            null,
            [
                .. element.EnumerateObject().Select(field => new Field(
                    JsonSerializer.Serialize(field.Name), From(field.Value))),
            ],
            null),
        JsonValueKind.Array => new JsonText(null, null, [.. element.EnumerateArray().Select(From)]),
        _ => Of(element.GetRawText()),
    };

    private void Write(StringBuilder text)
    {
        // A replaced object or array keeps what it was, unwritten.
        if (Raw is not null)
        {
            text.Append(Raw);
            return;
        }

        text.Append(Fields is null ? '[' : '{');
        var first = true;
        foreach (var (name, value) in Fields?.Select(Named) ?? Items!.Select(Unnamed))
        {
            if (text.Length > MaxWritten) break;
            if (!first) text.Append(',');
            first = false;
            if (name is not null) text.Append(name).Append(':');
            value.Write(text);
        }

        text.Append(Fields is null ? ']' : '}');
    }

    private static (string? Name, JsonText Value) Named(Field field) => (field.Name, field.Value);

    private static (string? Name, JsonText Value) Unnamed(JsonText item) => (null, item);

    /// <summary>A field; its name is as written, in quotes.</summary>
    internal sealed record Field(string Name, JsonText Value);
}
