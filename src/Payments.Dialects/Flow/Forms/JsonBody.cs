using System.Text.Json;
using System.Text.Unicode;

namespace Payments.Dialects.Flow.Forms;

/// <summary>Reads bodies, so that what comes after can take every name and every string in them for granted.</summary>
internal static class JsonBody
{
    /// <summary>In bytes. Forms have a few fields, each limited; this is several times what they come to.</summary>
    private const int LongestBody = 64 * 1024;

    /// <summary>Forms are two levels deep; other fields that clients send are passed over, but not at any depth.</summary>
    private const int DeepestNesting = 32;

    /// <summary>The object that a body is, or what is wrong with it.</summary>
    public static (JsonElement Root, string? Problem) Read(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) return (default, "The body is empty; a JSON object is needed.");
        if (body.Length > LongestBody) return (default, $"The body is longer than {LongestBody} bytes.");
        if (!Utf8.IsValid(body)) return (default, "The body is not valid UTF-8.");
        try
        {
            CheckStrings(body);
            var root = JsonElement.Parse(
                body, new JsonDocumentOptions { MaxDepth = DeepestNesting, AllowDuplicateProperties = false });
            return root.ValueKind == JsonValueKind.Object ? (root, null) : (default, "The body must be a JSON object.");
        }
        catch (JsonException exception)
        {
            return (default, $"The body is not valid JSON: {exception.Message}");
        }
        catch (InvalidOperationException)
        {
            return (default, "The body has a string with half of a surrogate pair.");
        }
    }

    /// <summary>Reads every string once: a lone surrogate, escaped, is only found by that, and throws.</summary>
    private static void CheckStrings(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestNesting });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) reader.GetString();
        }
    }
}
