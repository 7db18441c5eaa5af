using System.Text.Json;

namespace Payments.Dialects.Wire.Reading;

/// <summary>An error in a form.</summary>
/// <param name="Field">The full path of the field; empty for the body as a whole.</param>
/// <param name="Message">A human-readable sentence that names the field.</param>
/// <param name="Code">The API's error code; null if the API has none for fields.</param>
internal sealed record FieldError(string Field, string Message, string? Code = null);

/// <summary>
/// The fields of a JSON object in a request, read one by one by name. Errors are added to the form's errors, and
/// reading continues: a caller sees all errors at once. A field that is null counts as not sent, except for
/// <see cref="IsSent"/> and <see cref="IsNull"/>; unknown fields are ignored. The three APIs read their forms with this
/// one class, each in its own <see cref="FormStyle"/>.
/// </summary>
internal sealed class JsonForm
{
    private readonly JsonElement _root;
    private readonly string _path;
    private readonly FormStyle _style;
    private readonly List<FieldError> _errors;
    private readonly Dictionary<string, JsonElement>? _byName;

    /// <summary>A form of an object; any other element has no fields.</summary>
    public JsonForm(JsonElement root, FormStyle style)
        : this(root, "", style, [])
    {
    }

    /// <summary>A form that could not be read.</summary>
    public JsonForm(FieldError error, FormStyle style)
        : this(default, "", style, [error])
    {
    }

    private JsonForm(JsonElement root, string path, FormStyle style, List<FieldError> errors)
    {
        _root = root;
        _path = path;
        _style = style;
        _errors = errors;
        if (!style.IgnoresCase || !Exists) return;
        _byName = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in root.EnumerateObject())
        {
            if (!_byName.TryAdd(property.Name, property.Value))
                AddError(Echo.Of(property.Name), "is sent twice, in different letter case");
        }
    }

    /// <summary>
    /// The errors found so far, in this form and in its nested objects; at most <see cref="Echo.MaxErrors"/>, and one
    /// that says that there are more.
    /// </summary>
    public IReadOnlyList<FieldError> Errors => _errors;

    /// <summary>Whether there is an object.</summary>
    public bool Exists => _root.ValueKind == JsonValueKind.Object;

    /// <summary>Whether a field was sent, even as null.</summary>
    public bool IsSent(string name) => Sent(name) is not null;

    /// <summary>Whether a field was sent as null, which is how JavaScript writes NaN.</summary>
    public bool IsNull(string name) => Sent(name) is { ValueKind: JsonValueKind.Null };

    /// <summary>Whether a field was sent and is not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A field as sent; null if it was not sent.</summary>
    public JsonElement? Find(string name) => Sent(name) is { ValueKind: not JsonValueKind.Null } found ? found : null;

    /// <summary>Adds an error about one or several fields, as a full sentence.</summary>
    public void AddErrorMessage(string name, string message, string? code = null)
    {
        if (_errors.Count < Echo.MaxErrors)
            _errors.Add(new FieldError(ToPath(name), message, code ?? _style.Code));
        else if (_errors.Count == Echo.MaxErrors)
            _errors.Add(new FieldError("", Echo.MoreErrors, _style.Code));
    }

    /// <summary>Adds an error about a field: a message that continues after its name, without the full stop.</summary>
    public void AddError(string name, string what, string? code = null) =>
        AddErrorMessage(name, $"{(_style.NamesPath ? ToPath(name) : name)} {what}.", code);

    /// <summary>A text of limited length; null if it was not sent, or is invalid.</summary>
    public string? Text(
        string name, int maximum, TextRules? rules = null, bool required = false, string? code = null)
    {
        if (Find(name, required, code) is not { } found) return null;
        if (found.ValueKind != JsonValueKind.String)
        {
            AddError(name, _style.NotText, code);
            return null;
        }

        var text = found.GetString()!;
        if (WhyNoText(text, maximum, rules ?? _style.Texts) is not { } reason) return text;
        AddError(name, reason, code);
        return null;
    }

    /// <summary>A text that is a name, and can be part of an address.</summary>
    public string? Name(string name, int maximum, bool required = false) =>
        Text(name, maximum, TextRules.Name, required);

    /// <summary>True or false; null if it was not sent, or is invalid.</summary>
    public bool? Flag(string name)
    {
        if (Find(name) is not { } found) return null;
        if (found.ValueKind is JsonValueKind.True or JsonValueKind.False) return found.GetBoolean();
        AddError(name, _style.NotFlag);
        return null;
    }

    /// <summary>A number, exactly as written; null if it was not sent, or is invalid.</summary>
    public decimal? Number(string name, bool required = false, string? code = null)
    {
        if (Find(name, required, code) is not { } found) return null;
        var text = found.ValueKind switch
        {
            JsonValueKind.Number => found.GetRawText(),
            JsonValueKind.String when _style.TakesNumbersInStrings => found.GetString(),
            _ => null,
        };
        if (text is not null && ExactNumber.TryRead(text, out var number)) return number;
        AddError(name, text is null ? _style.NotNumber : _style.NotExact, code);
        return null;
    }

    /// <summary>A nested object, whose errors are added to the form's; if it was not sent, it has no fields.</summary>
    public JsonForm Object(string name)
    {
        var found = Find(name);
        if (found is { ValueKind: not JsonValueKind.Object }) AddError(name, _style.NotObject);
        return Within(found ?? default, name);
    }

    /// <summary>
    /// The objects in an array; other items have no fields. Null for a field that is not an array, or has more items.
    /// </summary>
    public IEnumerable<JsonForm>? Items(string name, int maximum) =>
        Find(name) is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() <= maximum
        ? array.EnumerateArray().Select((item, index) => Within(item, $"{name}[{index}]"))
        : null;

    /// <summary>
    /// Adds an error if a text that is sent elsewhere, such as in the address, contains a card number.
    /// </summary>
    public void ScreenText(string name, string text, string? code = null)
    {
        if (_style.ScreensCardNumbers && CardNumberScreen.Finds(text)) AddError(name, _style.HasCardNumber, code);
    }

    /// <summary>Adds an error if a JSON value contains a card number; whether it does.</summary>
    public bool RejectsCardNumberIn(string name, JsonElement value)
    {
        if (!_style.ScreensCardNumbers || !CardNumberScreen.Finds(value)) return false;
        AddError(name, _style.HasCardNumber);
        return true;
    }

    private string? WhyNoText(string text, int maximum, TextRules rules) =>
        rules.HasFlag(TextRules.NotEmpty) && text.Length == 0 ? _style.Empty
        : text.Length > maximum ? _style.TooLong(maximum)
        : rules.HasFlag(TextRules.NoControls) && HasControls(text) ? _style.HasControls(maximum)
        : IsScreened(rules) && CardNumberScreen.Finds(text) ? _style.HasCardNumber
        : null;

    private static bool HasControls(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\u0000', '\u001F') || text.ContainsAnyInRange('\u007F', '\u009F');

    private bool IsScreened(TextRules rules) =>
        rules.HasFlag(TextRules.Token) || (_style.ScreensCardNumbers && !rules.HasFlag(TextRules.CardNumber));

    private JsonForm Within(JsonElement element, string name) => new(element, ToPath(name), _style, _errors);

    private JsonElement? Find(string name, bool required, string? code)
    {
        var found = Find(name);
        if (found is null && required && Exists) AddError(name, _style.Missing, code);
        return found;
    }

    private JsonElement? Sent(string name)
    {
        if (_byName is not null) return _byName.TryGetValue(name, out var named) ? named : null;
        return Exists && _root.TryGetProperty(name, out var found) ? found : null;
    }

    private string ToPath(string name) => _path.Length == 0 || name.Length == 0 ? name : $"{_path}.{name}";
}
