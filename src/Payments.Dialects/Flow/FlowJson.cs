using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Dialects.Wire;

namespace Payments.Dialects.Flow;

/// <summary>How the Flow API writes JSON.</summary>
internal static class FlowJson
{
    /// <summary>
    /// Field names in snake_case; an optional field that has no value is left out. The answers are never part of an
    /// HTML page, so that labels such as €12.50 are written as they are.
    /// </summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>An answer with a body.</summary>
    public static WireResponse Answer<T>(int status, T body) => WireResponse.Json(status, body, Options);

    /// <summary>A moment as the API writes it: ISO 8601, UTC.</summary>
    public static string FormatTime(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
