using System.Collections.Frozen;
using System.Text.Json;

namespace Payments.Dialects.CommerceHub;

/// <summary>
/// The fields of one object of a request. A field that is wrong adds an error that names it, and reading goes on: a
/// caller hears of everything at once. An absent object has no fields; null is as good as absent.
/// </summary>
internal sealed class JsonFields(JsonElement element, string path, List<HubError> errors)
{
    /// <summary>Whether the object was sent.</summary>
    public bool Exists => element.ValueKind == JsonValueKind.Object;

    /// <summary>Whether a field was sent.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A field as it is; null where it was not sent.</summary>
    public JsonElement? Find(string name) =>
        Exists && element.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    /// <summary>Adds an error on a field.</summary>
    public void Refuse(string code, string name, string message) =>
        errors.Add(HubError.Gateway(code, PathOf(name), message));

    /// <summary>A field that is an object.</summary>
    public JsonFields Object(string name)
    {
        var found = Find(name);
        if (found is { ValueKind: not JsonValueKind.Object })
            Refuse(ErrorCode.FieldInvalid, name, $"{name} must be an object.");
        return new JsonFields(found ?? default, PathOf(name), errors);
    }

    /// <summary>The objects in a field that is an array; what is none has no fields.</summary>
    public IEnumerable<JsonFields> Items(string name, JsonElement array) =>
        array.EnumerateArray().Select((item, index) => new JsonFields(item, PathOf($"{name}[{index}]"), errors));

    /// <summary>A field that is text of at most so many characters; null where it was not sent or is wrong.</summary>
    public string? Text(string name, int longest, string code = ErrorCode.FieldInvalid)
    {
        if (Find(name) is not { } found) return null;
        if (found.ValueKind != JsonValueKind.String)
        {
            Refuse(code, name, $"{name} must be a string.");
            return null;
        }

        var text = found.GetString()!;
        if (text.Length <= longest && !text.Any(char.IsControl)) return text;
        Refuse(code, name, $"{name} may have at most {longest} characters, none of them a control character.");
        return null;
    }

    /// <summary>A field that is one of a few words.</summary>
    public string? Word(string name, FrozenSet<string> words)
    {
        if (Text(name, int.MaxValue) is not { } text) return null;
        if (words.Contains(text)) return text;
        var list = string.Join(", ", words.Order(StringComparer.Ordinal));
        Refuse(ErrorCode.FieldInvalid, name, $"{name} must be one of {list}.");
        return null;
    }

    /// <summary>A field that is true or false.</summary>
    public bool? Flag(string name)
    {
        if (Find(name) is not { } found) return null;
        if (found.ValueKind is JsonValueKind.True or JsonValueKind.False) return found.GetBoolean();
        Refuse(ErrorCode.FieldInvalid, name, $"{name} must be true or false.");
        return null;
    }

    /// <summary>A field that is a number, or a string that holds one, as the reference's own samples do.</summary>
    public decimal? Number(string name)
    {
        if (Find(name) is not { } found) return null;
        var text = found.ValueKind switch
        {
            JsonValueKind.Number => found.GetRawText(),
            JsonValueKind.String => found.GetString()!,
            _ => "",
        };
        if (ExactNumber.TryRead(text, out var number)) return number;
        Refuse(ErrorCode.AmountInvalid, name, $"{name} must be a number of a size that money has.");
        return null;
    }

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
