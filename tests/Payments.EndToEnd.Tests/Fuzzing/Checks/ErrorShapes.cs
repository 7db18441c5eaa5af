using System.Text.Json;
using System.Text.RegularExpressions;
using Payments.EndToEnd.Tests.Fuzzing.Requests;
using Payments.EndToEnd.Tests.Fuzzing.Wire;

namespace Payments.EndToEnd.Tests.Fuzzing.Checks;

/// <summary>The form that each API's errors have (docs/reference).</summary>
internal static partial class ErrorShapes
{
    /// <summary>The first mistake in an error's body; null if there is none.</summary>
    public static string? FindMistake(Surface surface, RawResponse response)
    {
        if (response.Body.Length == 0)
        {
            return MayBeEmpty(surface, response.Status) ? null : "an error without a body";
        }

        if (response.Header("Content-Type")?.StartsWith("application/json", StringComparison.Ordinal) != true)
            return "an error that is not application/json";
        try
        {
            using var body = JsonDocument.Parse(response.Body);
            return HasShape(surface, body.RootElement) ? null : $"not an error of {surface}";
        }
        catch (JsonException)
        {
            return "an error that is not valid JSON";
        }
    }

    /// <summary>Names of types, and lines of a stack trace. The fuzzer sends no such text.</summary>
    [GeneratedRegex(
        @"\bat [A-Z]\w*\.|\b(System|Microsoft|Azure|Payments|Grpc)\.[A-Z]|Exception\b|\.cs\b|StackTrace|/\.artifacts/"
        + @"|AccountKey|devstoreaccount")]
    public static partial Regex Internals();

    /// <summary>Flow's responses to unknown callers and resources, and those of no API, are statuses alone.</summary>
    private static bool MayBeEmpty(Surface surface, int status) => surface switch
    {
        Surface.Flow or Surface.Sandbox or Surface.Operators => status is 401 or 404 or 429,
        Surface.Processors => status is 400 or 404,
        Surface.Open => status == 404,
        _ => false,
    };

    private static bool HasShape(Surface surface, JsonElement body) => body.ValueKind == JsonValueKind.Object
        && surface switch
        {
            Surface.OrderCloud => IsErrorList(body),
            Surface.Token => (IsText(body, "error") && IsErrorList(body)) || IsErrorList(body),
            Surface.CommerceHub =>
                body.TryGetProperty("gatewayResponse", out var gateway)
                && gateway.TryGetProperty("transactionProcessingDetails", out var details)
                && IsText(details, "apiTraceId")
                && IsFilled(body, "error", error => IsText(error, "type") && IsText(error, "message")),
            _ => IsText(body, "code")
                && IsFilled(body, "messages", message => message.ValueKind == JsonValueKind.String),
        };

    private static bool IsErrorList(JsonElement body) =>
        IsFilled(body, "Errors", error => IsText(error, "ErrorCode") && IsText(error, "Message"));

    private static bool IsText(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString()!.Length > 0;

    private static bool IsFilled(JsonElement body, string name, Func<JsonElement, bool> isItem) =>
        body.TryGetProperty(name, out var list)
        && list.ValueKind == JsonValueKind.Array
        && list.GetArrayLength() > 0
        && list.EnumerateArray().All(isItem);
}
