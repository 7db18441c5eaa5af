using System.Collections.Immutable;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Flow.Forms;

/// <summary>
/// Flow's forms. Null counts as not sent: Flow's clients write every field that they know. Where null must be an error,
/// <see cref="JsonForm.IsNull"/> detects it.
/// </summary>
internal static class FlowForm
{
    /// <summary>Forms have a few fields of limited length; this is several times their total.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>In characters of the parser's message, which may repeat a name.</summary>
    private const int MaxDetailLength = 200;

    /// <summary>Flow's Ruby client writes amounts as strings, so numbers in strings are accepted.</summary>
    private static readonly FormStyle Style = new()
    {
        NamesPath = true,
        TakesNumbersInStrings = true,
        Texts = TextRules.NotEmpty,
        Missing = "is required",
        TooLong = maximum => $"must have at most {maximum} characters",
    };

    private static readonly FormStyle Unscreened = Style with { ScreensCardNumbers = false };

    /// <summary>The form in a call's body, by the settings of its organization.</summary>
    public static JsonForm Read(FlowCall call) =>
        Read(call.Request.Body, call.Principal.Organization.ScreensCardNumbers);

    /// <summary>The form in a body. If that is not a JSON object, the form has an error and no fields.</summary>
    public static JsonForm Read(ReadOnlyMemory<byte> body, bool screensCardNumbers = true)
    {
        var style = screensCardNumbers ? Style : Unscreened;
        if (body.Length > MaxBodyBytes)
            return new JsonForm(new FieldError("", $"The body is longer than {MaxBodyBytes} bytes."), style);
        var read = JsonBody.Read(body.Span);
        return read.Fault == BodyFault.None
            ? new JsonForm(read.Root, style)
            : new JsonForm(new FieldError("", Describe(read)), style);
    }

    /// <summary>The caller's own key.</summary>
    public static Key? Key(this JsonForm form)
    {
        if (form.Name("key", Ledger.Identity.Key.MaxLength) is not { } key) return null;
        if (ReservedNames.ExplainKey(key) is not { } reason) return Ledger.Identity.Key.From(key);
        form.AddError("key", reason);
        return null;
    }

    /// <summary>
    /// Checks the key in the address of a PUT: it must be valid, and equal to the form's own, if that has one. An id in
    /// the address names an existing resource instead.
    /// </summary>
    public static void CheckAddressKey(this JsonForm form, string key)
    {
        if (form.Name("key", Ledger.Identity.Key.MaxLength) is { } own && own != key)
            form.AddError("key", "must be the one in the address");
        if (ReservedNames.ExplainWord(key) is { } reason) form.AddError("key", reason);
        form.ScreenText("key", key);
        if (!Ledger.Identity.Key.TryFrom(key, out _))
        {
            form.AddError(
                "key",
                $"must have 1 to {Ledger.Identity.Key.MaxLength} characters in the address, and no control characters");
        }
    }

    /// <summary>An order's number.</summary>
    public static OrderNumber? OrderNumber(this JsonForm form, bool required = false) =>
        form.Name("order_number", Ledger.Identity.OrderNumber.MaxLength, required) is { } number
            ? Ledger.Identity.OrderNumber.From(number)
            : null;

    /// <summary>An ISO 4217 currency.</summary>
    public static Currency? Currency(this JsonForm form, bool required = false)
    {
        if (form.Text("currency", 20, required: required) is not { } code) return null;
        if (Ledger.Currencies.Currency.TryParse(code, out var currency)) return currency;
        form.AddError("currency", "must be the three letters of an ISO 4217 currency");
        return null;
    }

    /// <summary>A number as money; one that the currency can't represent is rejected, never rounded.</summary>
    public static Money? Money(this JsonForm form, string name, decimal? number, Currency? currency)
    {
        if (number is not { } given || currency is null) return null;
        if (Ledger.Currencies.Money.TryFromDecimal(given, currency, out var money)) return money;
        form.AddError(name, $"must have at most {currency.Decimals} decimals in {currency}, and be within range");
        return null;
    }

    /// <summary>The caller's own attributes.</summary>
    public static ImmutableDictionary<string, string> Attributes(this JsonForm form)
    {
        if (form.Find("attributes") is not { } element) return ImmutableDictionary<string, string>.Empty;
        if (!FormAttributes.TryRead(element, out var attributes, out var problem))
            form.AddError("attributes", problem);
        else if (!form.RejectsCardNumberIn("attributes", element))
            return attributes;
        return ImmutableDictionary<string, string>.Empty;
    }

    private static string Describe(JsonBody body) => body.Fault switch
    {
        BodyFault.Empty => "The body is empty; a JSON object is required.",
        BodyFault.NotUtf8 => "The body is not valid UTF-8.",
        BodyFault.NotJson => $"The body is not valid JSON: {Echo.Of(body.Detail, MaxDetailLength)}",
        BodyFault.TooDeep => $"The body has more than {JsonBody.DeepestNesting} levels.",
        BodyFault.LoneSurrogate => "The body has a string with half of a surrogate pair.",
        _ => "The body must be a JSON object.",
    };
}
