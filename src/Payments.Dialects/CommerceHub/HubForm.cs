using System.Collections.Frozen;
using System.Text.Json;
using Payments.Dialects.Wire.Reading;

namespace Payments.Dialects.CommerceHub;

/// <summary>Commerce Hub's forms.</summary>
internal static class HubForm
{
    /// <summary>Numbers may be strings, as in the reference's own samples.</summary>
    private static readonly FormStyle Style = new()
    {
        TakesNumbersInStrings = true,
        Texts = TextRules.NoControls,
        Code = ErrorCode.FieldInvalid,
        NotNumber = "is out of range",
        TooLong = NotShortText,
        HasControls = NotShortText,
    };

    /// <summary>The form of a body's object.</summary>
    public static JsonForm Create(JsonElement root) => new(root, Style);

    /// <summary>What is wrong with a form, as it is answered.</summary>
    public static HubRejection Rejection(JsonForm form) => HubRejection.BadRequest(
        [.. form.Errors.Select(error => HubError.Gateway(error.Code!, error.Field, error.Message))]);

    /// <summary>A number of money, not of any currency yet.</summary>
    public static decimal? Amount(this JsonForm form, string name) =>
        form.Number(name, code: ErrorCode.AmountInvalid);

    /// <summary>A field that is one of a few words.</summary>
    public static string? Word(this JsonForm form, string name, FrozenSet<string> words)
    {
        if (form.Text(name, int.MaxValue) is not { } text) return null;
        if (words.Contains(text)) return text;
        form.AddError(name, $"must be one of {string.Join(", ", words.Order(StringComparer.Ordinal))}");
        return null;
    }

    private static string NotShortText(int maximum) =>
        $"may have at most {maximum} characters, none of them a control character";
}
