using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LocalFunctionsHost.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalFunctionsHost.Http;

/// <summary>
/// The values that a worker binds to a function's other parameters by name: the fields of a JSON body, query values and
/// route values, where later ones override earlier ones, then "Query" and "Headers" as JSON
/// (HttpTriggerAttributeBindingProvider.GetRequestBindingData). So a caller can set any parameter of a function except
/// the trigger: for a function with a CancellationToken parameter, ?cancellationToken=x makes the call fail.
/// </summary>
internal static class BindingValues
{
    private const string Query = "Query";
    private const string Headers = "Headers";

    /// <summary>The function key, which only the host needs.</summary>
    private const string KeyParameter = "code";

    private static readonly JsonSerializerOptions JsonAsIs =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void AddTo(
        InvocationRequest invocation, HttpRequest request, RouteValueDictionary routeValues, ReadOnlyMemory<byte> body)
    {
        var values = new Dictionary<string, TypedData>(StringComparer.OrdinalIgnoreCase);
        AddFieldsOf(body, values);
        var query = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value[^1] ?? "");
        foreach (var (name, value) in query)
        {
            if (!name.Equals(KeyParameter, StringComparison.OrdinalIgnoreCase))
                values[name] = new TypedData { String = value };
        }
        foreach (var (name, value) in routeValues)
        {
            if (value is null) values.Remove(name);
            else values[name] = new TypedData { String = value.ToString() };
        }
        values.TryAdd(Query, Json(query));
        values.TryAdd(Headers, Json(request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString())));
        foreach (var (name, value) in values) invocation.TriggerMetadata.Add(name, value);
    }

    /// <summary>
    /// Utility.ApplyBindingData: the fields of a JSON object, except nulls and arrays. A body that is not JSON has
    /// none.
    /// </summary>
    public static void AddFieldsOf(ReadOnlyMemory<byte> body, IDictionary<string, TypedData> values)
    {
        if (!LooksLikeObject(body.Span)) return;
        try
        {
            using var json = JsonDocument.Parse(body);
            foreach (var field in json.RootElement.EnumerateObject())
            {
                if (field.Value.ValueKind == JsonValueKind.Object)
                    values[field.Name] = new TypedData { Json = field.Value.GetRawText() };
                else if (field.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Array))
                    values[field.Name] = new TypedData { String = field.Value.ToString() };
            }
        }
        catch (JsonException)
        {
            // It only looked like JSON.
        }
        catch (InvalidOperationException)
        {
            // A name or value in it is not text: bytes that are not UTF-8, or half of a character.
        }
    }

    private static bool LooksLikeObject(ReadOnlySpan<byte> body)
    {
        var text = body.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
        var trimmed = text.Trim(" \t\r\n"u8);
        return trimmed is [(byte)'{', .., (byte)'}'];
    }

    private static TypedData Json(Dictionary<string, string> values) =>
        new() { Json = JsonSerializer.Serialize(values, JsonAsIs) };
}
