using System.Text.Json;
using System.Text.Unicode;

namespace Payments.Dialects.Wire.Reading;

/// <summary>Why a body can't be read; each dialect has its own messages.</summary>
internal enum BodyFault
{
    /// <summary>The body can be read.</summary>
    None,

    /// <summary>Empty, or only white space.</summary>
    Empty,

    /// <summary>Not UTF-8.</summary>
    NotUtf8,

    /// <summary>A syntax error, or a name twice in one object.</summary>
    NotJson,

    /// <summary>More than <see cref="JsonBody.DeepestNesting"/> levels.</summary>
    TooDeep,

    /// <summary>A string contains half of a surrogate pair, such as <c>\ud800</c>, which is not a character.</summary>
    LoneSurrogate,

    /// <summary>JSON, but not an object.</summary>
    NotObject,
}

/// <summary>
/// A body as one JSON object, checked so that later code can rely on every name and string in it being valid.
/// </summary>
/// <param name="Root">The object; undefined if there is a fault.</param>
/// <param name="Fault">Why there is no object.</param>
/// <param name="Detail">The parser's message for bytes that are not JSON.</param>
internal readonly record struct JsonBody(JsonElement Root, BodyFault Fault, string Detail = "")
{
    /// <summary>
    /// In levels. The deepest form has four; ignored fields, and a payment's <c>xp</c>, may have more, but not without
    /// limit: a parser's stack is finite.
    /// </summary>
    public const int DeepestNesting = 32;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = DeepestNesting,
        AllowDuplicateProperties = false,
    };

    /// <summary>
    /// Reads a body. A leading byte order mark, which .NET Framework's encoders write, is ignored.
    /// </summary>
    public static JsonBody Read(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith(ByteOrderMark)) body = body[ByteOrderMark.Length..];
        if (body.Trim(" \t\r\n"u8).IsEmpty) return new JsonBody(default, BodyFault.Empty);
        if (!Utf8.IsValid(body)) return new JsonBody(default, BodyFault.NotUtf8);
        try
        {
            if (!TryReadStrings(body)) return new JsonBody(default, BodyFault.TooDeep);
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

    /// <summary>
    /// Reads every escaped string once: half a character, escaped, is only found by that, and throws. False if there
    /// are too many levels.
    /// </summary>
    private static bool TryReadStrings(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestNesting + 1 });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                reader.GetString();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
                && reader.CurrentDepth >= DeepestNesting)
                return false;
        }

        return true;
    }
}
