using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Payments.Ledger;

namespace Payments.Dialects.OrderCloud;

/// <summary>
/// The fields of a JSON object, read one by one. What is wrong with a field is noted, naming it, and reading goes on,
/// so that one answer tells all. A field that is null counts as one that was not sent, except where it is asked for by
/// <see cref="Has"/>. Names match in any letter case; unknown and read-only fields are left alone.
/// </summary>
internal sealed class JsonFields
{
    /// <summary>The most bytes of a payment's or transaction's <c>xp</c>: OrderCloud's platform limit.</summary>
    public const int MaximumExtension = 8_000;

    /// <summary>The most characters of an id.</summary>
    public const int MaximumId = 100;

    /// <summary>The decimals that OrderCloud keeps of an amount.</summary>
    private const int PlatformDecimals = 2;

    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<OrderCloudError> _errors = [];

    /// <summary>The fields of a request's body; one that can't be read has none, and an error.</summary>
    public JsonFields(ReadOnlyMemory<byte> body)
    {
        var read = JsonBody.Read(body.Span);
        if (read.Fault != BodyFault.None)
        {
            _errors.Add(new OrderCloudError(ErrorCodes.InvalidRequestBody, MessageOf(read.Fault)));
            return;
        }

        foreach (var property in read.Root.EnumerateObject())
        {
            if (!_fields.TryAdd(property.Name, property.Value))
                Wrong(property.Name, "is named twice, in different letter case.");
        }
    }

    /// <summary>What is wrong so far.</summary>
    public ImmutableArray<OrderCloudError> Errors => [.. _errors];

    /// <summary>Whether a field was sent, be it null.</summary>
    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>Whether a field was sent as null: in JavaScript, what becomes of a number that is none.</summary>
    public bool IsNull(string name) =>
        _fields.TryGetValue(name, out var found) && found.ValueKind == JsonValueKind.Null;

    /// <summary>Notes that something is wrong with a field.</summary>
    public void Wrong(string name, string what, string code = ErrorCodes.ValidationFailure) =>
        _errors.Add(new OrderCloudError(code, $"{name} {what}", new FaultyField(name)));

    /// <summary>A text of at most so many characters; null where there is none.</summary>
    public string? Text(string name, int maximum)
    {
        if (Find(name, "a string", JsonValueKind.String) is not { } found) return null;
        var text = found.GetString()!;
        if (text.Length <= maximum) return text;
        Wrong(name, $"is longer than {maximum} characters.");
        return null;
    }

    /// <summary>An id of the caller's; null where there is none, or a blank one.</summary>
    public string? Id(string name)
    {
        if (Text(name, MaximumId) is not { } text || string.IsNullOrWhiteSpace(text)) return null;
        if (Identifiers.IsGood(text)) return text;
        Wrong(name, "can only contain the characters Aa-Zz, 0-9, - and _.");
        return null;
    }

    /// <summary>True or false; null where there is none.</summary>
    public bool? Flag(string name) =>
        Find(name, "true or false", JsonValueKind.True, JsonValueKind.False)?.GetBoolean();

    /// <summary>A number, exactly as it was written; null where there is none.</summary>
    public decimal? Number(string name)
    {
        if (Find(name, "a number", JsonValueKind.Number) is not { } found) return null;
        if (ExactNumber.TryRead(found.GetRawText(), out var number)) return number;
        Wrong(name, "has more digits than an amount of money can have.");
        return null;
    }

    /// <summary>
    /// An amount of money; null where there is none. Rounded to two decimals, as the platform does
    /// (ordercloud-payments.md, part 4.3), for JavaScript's 0.1 + 0.2 is 0.30000000000000004; or to as many as the
    /// currency has, where it has more.
    /// </summary>
    public Money? Money(string name, Currency currency)
    {
        if (Number(name) is not { } number) return null;
        var rounded = Math.Round(
            number, Math.Max(PlatformDecimals, currency.Decimals), MidpointRounding.AwayFromZero);
        if (Ledger.Money.TryFromDecimal(rounded, currency, out var amount)) return amount;
        Wrong(name, $"must be an amount of {currency}, of at most {currency.Decimals} decimals.");
        return null;
    }

    /// <summary>A time; null where there is none.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Find(name, "a date and time", JsonValueKind.String) is not { } found) return null;
        if (Timestamps.TryRead(found.GetString()!, out var time)) return time;
        Wrong(name, "must be a date and time of ISO 8601, such as 2024-03-05T08:09:10+00:00.");
        return null;
    }

    /// <summary>
    /// A JSON object of at most <see cref="MaximumExtension"/> bytes, as its text; null where there is none.
    /// </summary>
    public string? Extension(string name)
    {
        if (Find(name, "a JSON object", JsonValueKind.Object) is not { } found) return null;
        var text = found.GetRawText();
        if (Encoding.UTF8.GetByteCount(text) <= MaximumExtension) return text;
        Wrong(name, $"is longer than {MaximumExtension} bytes.");
        return null;
    }

    private static string MessageOf(BodyFault fault) => fault switch
    {
        BodyFault.Empty => "The body is empty; a JSON object is expected.",
        BodyFault.NotUtf8 => "The body is not valid UTF-8.",
        BodyFault.NotJson => "The body is not one well-formed JSON object: a syntax error, a property named twice, "
            + $"or more than {JsonBody.DeepestNesting} levels.",
        BodyFault.HalfCharacter => "The body holds half of a surrogate pair, which is no character.",
        _ => "The body must be a JSON object.",
    };

    private JsonElement? Find(string name, string what, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (!_fields.TryGetValue(name, out var found) || found.ValueKind == JsonValueKind.Null) return null;
        if (kinds.Contains(found.ValueKind)) return found;
        Wrong(name, $"must be {what}.");
        return null;
    }
}
