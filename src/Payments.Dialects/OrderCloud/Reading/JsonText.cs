using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Payments.Dialects.OrderCloud;

/// <summary>Reads bytes that a caller sent as one JSON object, every part of which can be read later without a surprise.</summary>
internal static class JsonText
{
    /// <summary>How deep objects and arrays may nest: far past what a payment's <c>xp</c> needs.</summary>
    public const int MaximumDepth = 32;

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = MaximumDepth,
        AllowDuplicateProperties = false,
    };

    /// <summary>The document, its root an object; false, and why in a sentence, for anything else.</summary>
    public static bool TryParse(
        ReadOnlyMemory<byte> body, [NotNullWhen(true)] out JsonDocument? document, [NotNullWhen(false)] out string? error)
    {
        document = null;
        error = null;
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            error = "The body is empty; a JSON object is expected.";
        }
        else if (!Utf8.IsValid(body.Span))
        {
            error = "The body is not valid UTF-8.";
        }
        else
        {
            error = Parse(body, out document);
        }

        return error is null;
    }

    private static string? Parse(ReadOnlyMemory<byte> body, out JsonDocument? document)
    {
        document = null;
        try
        {
            var parsed = JsonDocument.Parse(body, Options);
            if (parsed.RootElement.ValueKind != JsonValueKind.Object)
            {
                parsed.Dispose();
                return "The body must be a JSON object.";
            }

            ReadStrings(parsed.RootElement);
            document = parsed;
            return null;
        }
        catch (JsonException)
        {
            return "The body is not one well-formed JSON object: a syntax error, a property named twice, "
                + $"or more than {MaximumDepth} levels.";
        }
        catch (InvalidOperationException)
        {
            // What the JSON reader throws for \ud800 without its other half, which is no text in any encoding.
            return "The body holds half of a surrogate pair, which is no character.";
        }
    }

    private static void ReadStrings(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) ReadStrings(item);
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    ReadStrings(property.Value);
                }

                break;
        }
    }
}
