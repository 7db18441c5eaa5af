using System.Text.Json;

namespace Payments.Dialects.Tests.Flow;

/// <summary>A response of the Flow dialect, with its body parsed.</summary>
public sealed record FlowAnswer(int Status, string Text)
{
    public JsonElement Body => JsonElement.Parse(Text);

    /// <summary>A field of the body, by its path such as <c>captures.0.capture.id</c>.</summary>
    public JsonElement this[string path] => path.Split('.').Aggregate(
        Body, (element, name) => int.TryParse(name, out var index) ? element[index] : element.GetProperty(name));

    /// <summary>A string field.</summary>
    public string Of(string path) => this[path].GetString()!;

    /// <summary>A number field, as written.</summary>
    public string Number(string path) => this[path].GetRawText();

    /// <summary>The messages of an error.</summary>
    public string Messages =>
        string.Join(' ', this["messages"].EnumerateArray().Select(message => message.GetString()));
}
