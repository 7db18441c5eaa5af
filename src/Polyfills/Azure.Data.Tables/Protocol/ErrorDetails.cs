using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables.Protocol;

/// <summary>Reads code and message of <c>{"odata.error":{"code":…,"message":{"value":…}}}</c>.</summary>
internal sealed class ErrorDetails : RequestFailedDetailsParser
{
    public const string FailedEntityIndex = "FailedEntity";

    public static ErrorDetails Parser { get; } = new();

    public override bool TryParse(
        Response response,
        [NotNullWhen(true)] out ResponseError? error,
        out IDictionary<string, string>? data)
    {
        (error, data) = (null, null);
        if (!TryReadError(response, out var code, out var message))
            return false;

        data = new Dictionary<string, string>();
        if (TryReadIndex(message, out var index))
        {
            data[FailedEntityIndex] = index.ToString(CultureInfo.InvariantCulture);
            message += "\n The index of the entity that caused the error can be found in "
                + $"{nameof(TableTransactionFailedException.FailedTransactionActionIndex)}.";
        }

        error = new ResponseError(code, message);
        return true;
    }

    private static bool TryReadError(Response response, out string? code, out string message)
    {
        (code, message) = (null, string.Empty);
        try
        {
            using var document = JsonDocument.Parse(response.Content.ToMemory());
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("odata.error", out var error))
                return false;
            code = error.GetProperty("code").GetString();
            message = error.GetProperty("message").GetProperty("value").GetString() ?? string.Empty;
            return true;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException)
        {
            // A gateway's page or an empty body: then the exception tells status and content as they came.
            return false;
        }
    }

    /// <summary>A refused transaction's message begins with the position of the refused action: <c>2:The …</c>.</summary>
    private static bool TryReadIndex(string message, out int index)
    {
        index = -1;
        var colon = message.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && int.TryParse(message.AsSpan(0, colon), CultureInfo.InvariantCulture, out index);
    }
}
