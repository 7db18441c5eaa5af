using System.Collections.Frozen;
using System.Text.Json;
using Payments.Dialects.Wire.Reading;

namespace Payments.Dialects.CommerceHub;

/// <summary>The rules for Commerce Hub's request bodies.</summary>
internal static class HubForm
{
    /// <summary>Numbers may be strings, as in the reference's own samples.</summary>
    private static readonly FormStyle Style = new()
    {
        TakesNumbersInStrings = true,
        Texts = TextRules.NoControls,
        Code = ErrorCode.FieldInvalid,
        NotNumber = "must be a number within range",
        TooLong = NotShortText,
        HasControls = NotShortText,
    };

    private static readonly FormStyle Unscreened = Style with { ScreensCardNumbers = false };

    public static JsonForm Create(JsonElement root, bool screensCardNumbers) =>
        new(root, screensCardNumbers ? Style : Unscreened);

    /// <summary>The rejection that lists a form's errors.</summary>
    public static HubRejection Rejection(JsonForm form) => HubRejection.BadRequest(
        [.. form.Errors.Select(error => HubError.Gateway(
            error.Code!, error.Field.Length == 0 ? null : error.Field, error.Message))]);

    /// <summary>An amount before its currency is known.</summary>
    public static decimal? Amount(this JsonForm form, string name) =>
        form.Number(name, code: ErrorCode.AmountInvalid);

    /// <summary>A field with a fixed set of values.</summary>
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
