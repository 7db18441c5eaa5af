using System.Text.Json;
using System.Text.Unicode;

namespace Payments.Dialects.Wire.Reading;

/// <summary>What keeps a body from being read; each dialect has its own words for it.</summary>
internal enum BodyFault
{
    /// <summary>Nothing does.</summary>
    None,

    /// <summary>It has nothing in it, or white space alone.</summary>
    Empty,

    /// <summary>It is not UTF-8.</summary>
    NotUtf8,

    /// <summary>A syntax error, a name twice in one object, or too many levels.</summary>
    NotJson,

    /// <summary>It has <c>\ud800</c> without its other half, which is no character.</summary>
    LoneSurrogate,

    /// <summary>It is JSON, and no object.</summary>
    NotObject,
}

/// <summary>
/// A body as one JSON object, so read that what comes after can take every name and every string in it for granted.
/// </summary>
/// <param name="Root">The object; undefined where there is a fault.</param>
/// <param name="Fault">Why there is none.</param>
/// <param name="Detail">What the parser says of bytes that are not JSON.</param>
internal readonly record struct JsonBody(JsonElement Root, BodyFault Fault, string Detail = "")
{
    /// <summary>
    /// Levels. The deepest form has four; fields that are passed over, and a payment's <c>xp</c>, may have more, but
    /// not any number: a parser's stack is finite.
    /// </summary>
    public const int DeepestNesting = 32;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = DeepestNesting,
        AllowDuplicateProperties = false,
    };

    /// <summary>
    /// Reads a body. A byte order mark before it, which .NET Framework's encoders write, says nothing.
    /// </summary>
    public static JsonBody Read(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith(ByteOrderMark)) body = body[ByteOrderMark.Length..];
        if (body.Trim(" \t\r\n"u8).IsEmpty) return new JsonBody(default, BodyFault.Empty);
        if (!Utf8.IsValid(body)) return new JsonBody(default, BodyFault.NotUtf8);
        try
        {
            ReadStrings(body);
            var root = JsonElement.Parse(body, Options);
            return root.ValueKind == JsonValueKind.Object
                ? new JsonBody(root, BodyFault.None)
                : new JsonBody(default, BodyFault.NotObject);
        }
        catch (JsonException exception)
        {
            return new JsonBody(default, BodyFault.NotJson, exception.Message);
        }
        catch (InvalidOperationException)
        {
            return new JsonBody(default, BodyFault.LoneSurrogate);
        }
    }

    /// <summary>Reads every string once: half a character, escaped, is only found by that, and throws.</summary>
    private static void ReadStrings(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestNesting });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) reader.GetString();
        }
    }
}
