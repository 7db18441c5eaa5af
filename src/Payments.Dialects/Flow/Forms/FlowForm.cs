using System.Collections.Immutable;
using System.Text.Json;
using Payments.Ledger;

namespace Payments.Dialects.Flow.Forms;

/// <summary>
/// A form as it was sent. Each field is asked for by name; what is wrong is collected, so that a caller learns of all
/// of it at once. Null counts as not given: Flow's clients write every field that they know of. Where it must
/// not, <see cref="IsNull"/> tells.
/// </summary>
internal sealed class FlowForm
{
    /// <summary>In bytes. Forms have a few fields, each limited; this is several times what they come to.</summary>
    private const int LongestBody = 64 * 1024;

    private readonly JsonElement _root;
    private readonly string _path;
    private readonly List<FieldError> _errors;

    private FlowForm(JsonElement root, string path, List<FieldError> errors)
    {
        _root = root;
        _path = path;
        _errors = errors;
    }

    /// <summary>What was found wrong so far.</summary>
    public IReadOnlyList<FieldError> Errors => _errors;

    /// <summary>The form in a body. One that is no JSON object has that as its error, and no fields.</summary>
    public static FlowForm Read(ReadOnlyMemory<byte> body)
    {
        if (body.Length > LongestBody)
            return new FlowForm(default, "", [new FieldError("", $"The body is longer than {LongestBody} bytes.")]);
        var read = JsonBody.Read(body.Span);
        return new FlowForm(
            read.Root, "", read.Fault == BodyFault.None ? [] : [new FieldError("", MessageOf(read))]);
    }

    /// <summary>Adds what a look at several fields has shown.</summary>
    public void Refuse(string field, string message) => _errors.Add(new FieldError(field, message));

    /// <summary>Whether a field is there, and null.</summary>
    public bool IsNull(string name) => _root.ValueKind == JsonValueKind.Object
        && _root.TryGetProperty(name, out var element)
        && element.ValueKind == JsonValueKind.Null;

    /// <summary>A text of 1 to <paramref name="longest"/> characters; null where there is none.</summary>
    public string? Text(string name, int longest, bool required = false)
    {
        if (Field(name, required) is not { } element) return null;
        if (element.ValueKind != JsonValueKind.String) return Refused<string>(name, "must be a string");
        var text = element.GetString()!;
        if (text.Length == 0) return Refused<string>(name, "must not be empty");
        return text.Length <= longest ? text : Refused<string>(name, $"must have at most {longest} characters");
    }

    /// <summary>A text with no control characters in it: part of an address.</summary>
    public string? Name(string name, int longest, bool required = false) =>
        Text(name, longest, required) is not { } text ? null
        : text.Any(char.IsControl) ? Refused<string>(name, "must not have control characters")
        : text;

    /// <summary>The caller's own key.</summary>
    public Key? Key()
    {
        if (Name("key", Ledger.Key.MaximumLength) is not { } key) return null;
        if (ReservedNames.WhyNoKey(key) is not { } reason) return new Key(key);
        Refused<string>("key", reason);
        return null;
    }

    /// <summary>An order's number.</summary>
    public OrderNumber? OrderNumber(bool required = false) =>
        Name("order_number", Ledger.OrderNumber.MaximumLength, required) is { } number ? new OrderNumber(number) : null;

    /// <summary>A currency of ISO 4217.</summary>
    public Currency? Currency(bool required = false)
    {
        if (Text("currency", 20, required) is not { } code) return null;
        return Ledger.Currency.TryParse(code, out var currency)
            ? currency
            : Refused<Currency>("currency", "must be the three letters of an ISO 4217 currency");
    }

    /// <summary>True or false; null where there is neither.</summary>
    public bool? Flag(string name)
    {
        if (Field(name, false) is not { } element) return null;
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False) return element.GetBoolean();
        Refused<string>(name, "must be true or false");
        return null;
    }

    /// <summary>
    /// A number, exactly as it was written. Flow's Ruby client writes amounts as strings, so these are read as well.
    /// </summary>
    public decimal? Number(string name, bool required = false)
    {
        if (Field(name, required) is not { } element) return null;
        var text = element.ValueKind switch
        {
            JsonValueKind.Number => element.GetRawText(),
            JsonValueKind.String => element.GetString()!,
            _ => null,
        };
        if (text is null) return RefusedNumber(name, "must be a number");
        return ExactNumber.TryRead(text, out var number)
            ? number
            : RefusedNumber(name, "must be a number of a size that money has");
    }

    /// <summary>A number as money; one that the currency can't hold is refused, never rounded.</summary>
    public Money? Money(string name, decimal? number, Currency? currency)
    {
        if (number is not { } given || currency is null) return null;
        if (Ledger.Money.TryFromDecimal(given, currency, out var money)) return money;
        Refused<string>(name, $"must have at most {currency.Decimals} decimals in {currency}, and not be out of range");
        return null;
    }

    /// <summary>The caller's own pairs of texts.</summary>
    public ImmutableDictionary<string, string> Attributes()
    {
        var none = ImmutableDictionary<string, string>.Empty;
        if (Field("attributes", false) is not { } element) return none;
        var (attributes, problem) = FormAttributes.Read(element);
        if (problem is null) return attributes;
        Refused<string>("attributes", problem);
        return none;
    }

    /// <summary>An object within the form; its errors are this form's. Null where there is none.</summary>
    public FlowForm? Part(string name)
    {
        if (Field(name, false) is not { } element) return null;
        return element.ValueKind == JsonValueKind.Object
            ? new FlowForm(element, $"{_path}{name}.", _errors)
            : Refused<FlowForm>(name, "must be an object");
    }

    private static string MessageOf(JsonBody body) => body.Fault switch
    {
        BodyFault.Empty => "The body is empty; a JSON object is needed.",
        BodyFault.NotUtf8 => "The body is not valid UTF-8.",
        BodyFault.NotJson => $"The body is not valid JSON: {body.Detail}",
        BodyFault.HalfCharacter => "The body has a string with half of a surrogate pair.",
        _ => "The body must be a JSON object.",
    };

    private JsonElement? Field(string name, bool required)
    {
        if (_root.ValueKind != JsonValueKind.Object) return null;
        if (_root.TryGetProperty(name, out var element) && element.ValueKind != JsonValueKind.Null) return element;
        if (required) Refused<string>(name, "is needed");
        return null;
    }

    private decimal? RefusedNumber(string name, string what)
    {
        Refused<string>(name, what);
        return null;
    }

    private T? Refused<T>(string name, string what) where T : class
    {
        _errors.Add(new FieldError($"{_path}{name}", $"{_path}{name} {what}."));
        return null;
    }
}
