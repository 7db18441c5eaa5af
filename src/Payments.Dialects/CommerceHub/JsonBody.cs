using System.Text.Json;

namespace Payments.Dialects.CommerceHub;

/// <summary>A request's body as JSON.</summary>
internal static class JsonBody
{
    /// <summary>Levels. A credit has three; more is somebody's mistake, or an attack on the parser.</summary>
    private const int DeepestNesting = 32;

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = DeepestNesting,
    };

    /// <summary>The body's object, or null where it has none: not JSON, not UTF-8, a name twice, too deep.</summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> body)
    {
        JsonDocument? document = null;
        try
        {
            CheckText(body.Span);
            document = JsonDocument.Parse(body, Options);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        document.Dispose();
        return null;
    }

    /// <summary>Reads every string once: the parser looks at their characters only when they are asked for.</summary>
    private static void CheckText(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestNesting });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) reader.GetString();
        }
    }
}
