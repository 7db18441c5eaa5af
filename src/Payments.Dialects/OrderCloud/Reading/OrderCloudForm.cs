using System.Text;
using System.Text.Json;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Dialects.OrderCloud.Reading;

/// <summary>
/// OrderCloud's forms. Names match in any letter case; a field that is null counts as one that was not sent, except
/// where <see cref="JsonForm.IsSent"/> is asked; read-only fields are left alone.
/// </summary>
internal static class OrderCloudForm
{
    /// <summary>The most bytes of a payment's or transaction's <c>xp</c>: OrderCloud's platform limit.</summary>
    public const int MaxExtensionLength = 8_000;

    /// <summary>The most characters of an id.</summary>
    public const int MaxIdLength = OrderCloudId.MaxLength;

    /// <summary>The decimals that OrderCloud keeps of an amount.</summary>
    private const int PlatformDecimals = 2;

    private static readonly FormStyle Style = new()
    {
        IgnoresCase = true,
        Code = ErrorCodes.ValidationFailure,
        NotExact = "has more digits than an amount of money can have",
        TooLong = maximum => $"is longer than {maximum} characters",
    };

    /// <summary>The form in a body; one that can't be read has an error, and no fields.</summary>
    public static JsonForm Read(ReadOnlyMemory<byte> body)
    {
        var read = JsonBody.Read(body.Span);
        return read.Fault == BodyFault.None
            ? new JsonForm(read.Root, Style)
            : new JsonForm(new FieldError("", Describe(read.Fault), ErrorCodes.InvalidRequestBody), Style);
    }

    /// <summary>An id of the caller's; null where there is none, or a blank one.</summary>
    public static string? Id(this JsonForm form, string name)
    {
        if (form.Text(name, MaxIdLength) is not { } text || string.IsNullOrWhiteSpace(text)) return null;
        if (OrderCloudId.IsValid(text)) return text;
        form.AddError(name, "can only contain the characters Aa-Zz, 0-9, - and _");
        return null;
    }

    /// <summary>
    /// An amount of money; null where there is none. Rounded to two decimals, as the platform does (part 4.3), for
    /// JavaScript's 0.1 + 0.2 is 0.30000000000000004; or to as many as the currency has, where it has more.
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

    /// <summary>A time; null where there is none.</summary>
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
    /// A JSON object of at most <see cref="MaxExtensionLength"/> bytes, as its text; null where there is none.
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
        if (Encoding.UTF8.GetByteCount(text) <= MaxExtensionLength) return text;
        form.AddError(name, $"is longer than {MaxExtensionLength} bytes");
        return null;
    }

    private static string Describe(BodyFault fault) => fault switch
    {
        BodyFault.Empty => "The body is empty; a JSON object is expected.",
        BodyFault.NotUtf8 => "The body is not valid UTF-8.",
        BodyFault.NotJson => "The body is not one well-formed JSON object: a syntax error, a property named twice, "
            + $"or more than {JsonBody.DeepestNesting} levels.",
        BodyFault.LoneSurrogate => "The body holds half of a surrogate pair, which is no character.",
        _ => "The body must be a JSON object.",
    };
}
