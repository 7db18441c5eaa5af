using System.Text;
using System.Text.Json;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Dialects.OrderCloud.Reading;

/// <summary>
/// The rules for OrderCloud's request bodies. Names are case-insensitive; null counts as not sent, except for
/// <see cref="JsonForm.IsSent"/>; read-only fields are ignored.
/// </summary>
internal static class OrderCloudForm
{
    /// <summary>Maximum bytes of a payment's or transaction's <c>xp</c>: OrderCloud's platform limit.</summary>
    public const int MaxExtensionLength = 8_000;

    /// <summary>In characters.</summary>
    public const int MaxIdLength = OrderCloudId.MaxLength;

    /// <summary>The decimals to which OrderCloud rounds amounts.</summary>
    private const int PlatformDecimals = 2;

    private static readonly FormStyle Style = new()
    {
        IgnoresCase = true,
        Code = ErrorCodes.ValidationFailure,
        NotExact = "has more digits than an amount of money can have",
        TooLong = maximum => $"is longer than {maximum} characters",
    };

    private static readonly FormStyle Unscreened = Style with { ScreensCardNumbers = false };

    /// <summary>The form in a call's body, by the settings of its organization.</summary>
    public static JsonForm Read(OrderCloudCall call) =>
        Read(call.Request.Body, call.Caller.Principal.Organization.ScreensCardNumbers);

    /// <summary>The form in a body; if the body can't be read, a form with an error and no fields.</summary>
    public static JsonForm Read(ReadOnlyMemory<byte> body, bool screensCardNumbers = true)
    {
        var style = screensCardNumbers ? Style : Unscreened;
        var read = JsonBody.Read(body.Span);
        return read.Fault == BodyFault.None
            ? new JsonForm(read.Root, style)
            : new JsonForm(new FieldError("", Describe(read.Fault), ErrorCodes.InvalidRequestBody), style);
    }

    /// <summary>An id chosen by the caller; null if it is missing, blank or invalid.</summary>
    public static string? Id(this JsonForm form, string name, TextRules rules = TextRules.None)
    {
        if (form.Text(name, MaxIdLength, rules) is not { } text || string.IsNullOrWhiteSpace(text)) return null;
        if (OrderCloudId.IsValid(text)) return text;
        form.AddError(name, "can only contain the characters Aa-Zz, 0-9, - and _");
        return null;
    }

    /// <summary>
    /// An amount of money; null if it is missing or invalid. Rounded to two decimals as the platform does (part 4.3),
    /// because JavaScript's 0.1 + 0.2 is 0.30000000000000004; or to the currency's decimals if it has more.
    /// </summary>
    public static Money? Money(this JsonForm form, string name, Currency currency)
    {
        if (form.Number(name) is not { } number) return null;
        var rounded = Math.Round(
            number, Math.Max(PlatformDecimals, currency.Decimals), MidpointRounding.AwayFromZero);
        if (Ledger.Currencies.Money.TryFromDecimal(rounded, currency, out var amount)) return amount;
        form.AddError(name, $"must be an amount of {currency}, of at most {currency.Decimals} decimals");
        return null;
    }

    /// <summary>A time; null if it is missing or invalid.</summary>
    public static DateTimeOffset? Time(this JsonForm form, string name)
    {
        if (form.Find(name) is not { } found) return null;
        if (found.ValueKind != JsonValueKind.String)
            form.AddError(name, "must be a date and time");
        else if (Timestamps.TryRead(found.GetString()!, out var time))
            return time;
        else
            form.AddError(name, "must be a date and time of ISO 8601, such as 2024-03-05T08:09:10+00:00");
        return null;
    }

    /// <summary>
    /// The text of a JSON object, up to <see cref="MaxExtensionLength"/> bytes; null if missing or invalid.
    /// </summary>
    public static string? Extension(this JsonForm form, string name)
    {
        if (form.Find(name) is not { } found) return null;
        if (found.ValueKind != JsonValueKind.Object)
        {
            form.AddError(name, "must be a JSON object");
            return null;
        }

        var text = found.GetRawText();
        if (Encoding.UTF8.GetByteCount(text) <= MaxExtensionLength)
            return form.RejectsCardNumberIn(name, found) ? null : text;
        form.AddError(name, $"is longer than {MaxExtensionLength} bytes");
        return null;
    }

    private static string Describe(BodyFault fault) => fault switch
    {
        BodyFault.Empty => "The body is empty; a JSON object is expected.",
        BodyFault.NotUtf8 => "The body is not valid UTF-8.",
        BodyFault.NotJson =>
            "The body is not one well-formed JSON object: a syntax error, or a property named twice.",
        BodyFault.TooDeep => $"The body has more than {JsonBody.DeepestNesting} levels.",
        BodyFault.LoneSurrogate => "The body has a string with half of a surrogate pair.",
        _ => "The body must be a JSON object.",
    };
}
