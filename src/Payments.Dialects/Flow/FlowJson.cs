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
    /// Field names in snake_case; optional fields without a value are left out. Responses are never embedded in HTML,
    /// so labels such as €12.50 are written unescaped.
    /// </summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A response with a body.</summary>
    public static WireResponse Answer<T>(int status, T body) => WireResponse.Json(status, body, Options);

    /// <summary>A time as the API writes it: ISO 8601, UTC.</summary>
    public static string FormatTime(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
