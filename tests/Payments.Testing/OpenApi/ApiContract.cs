using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Payments.Testing.OpenApi;

/// <summary>Compares answers with the documents.</summary>
public static class ApiContract
{
    private const string Definitions = "$defs";
    private const int MaxRepeated = 500;

    private static readonly ConcurrentDictionary<(ApiOperation Operation, string Status), JsonSchema> Schemas = new();

    private static readonly EvaluationOptions Options = new()
    {
        OutputFormat = OutputFormat.List,
        RequireFormatValidation = true,
    };

    /// <summary>
    /// What an answer has that its document does not say: its status, its media type, a field or a value. Fields that
    /// the document does not name are mistakes too, although clients must expect new ones.
    /// </summary>
    public static IEnumerable<string> FindMistakes(
        string method, string absolutePath, int status, string? mediaType, ReadOnlyMemory<byte> body)
    {
        if (ApiDocument.Find(method, absolutePath) is not { } operation)
            return [$"No document has {method} {absolutePath}"];
        var code = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!operation.Responses.TryGetValue(code, out var response))
            return [$"{operation} does not say that it answers {code}: {Shorten(body)}"];
        return FindMistakes(operation, code, response, mediaType, body)
            .Select(mistake => $"{operation}, {code}: {mistake}: {Shorten(body)}");
    }

    /// <summary>What the body of a request has that its document does not say.</summary>
    public static IEnumerable<string> FindMistakesInForm(ApiOperation operation, JsonObject form)
    {
        using var json = JsonDocument.Parse(form.ToJsonString());
        return Evaluate(Build(operation.Document, operation.BodySchema!), json.RootElement)
            .Select(mistake => $"{operation}: {mistake}: {form.ToJsonString()}");
    }

    private static List<string> FindMistakes(
        ApiOperation operation, string status, JsonObject response, string? mediaType, ReadOnlyMemory<byte> body)
    {
        var content = response["content"]?.AsObject();
        if (body.IsEmpty)
            return content is null || response["x-body"] is not null ? [] : ["the body is missing"];
        if (content is null) return ["there should be no body"];
        var (type, described) = content.Single();
        if (mediaType is not null && !mediaType.StartsWith(type, StringComparison.Ordinal))
            return [$"the media type is {mediaType}"];
        if (type != "application/json") return [];
        var schema = Schemas.GetOrAdd(
            (operation, status), _ => Build(operation.Document, described!["schema"]!));
        using var json = JsonDocument.Parse(body);
        return Evaluate(schema, json.RootElement);
    }

    private static List<string> Evaluate(JsonSchema schema, JsonElement json)
    {
        var evaluated = schema.Evaluate(json, Options);
        return evaluated.IsValid
            ? []
            :
            [
                .. from detail in evaluated.Details ?? []
                   from error in detail.Errors ?? new Dictionary<string, string>()
                   select $"{detail.InstanceLocation} {error.Key} {error.Value}",
            ];
    }

    /// <summary>A schema with all that it refers to.</summary>
    private static JsonSchema Build(ApiDocument document, JsonNode schema)
    {
        var root = schema.DeepClone().AsObject();
        var definitions = new JsonObject();
        foreach (var (name, defined) in document.Schemas)
            definitions[name] = Strict(defined!.DeepClone());
        var whole = Strict(root).AsObject();
        whole[Definitions] = definitions;
        return JsonSchema.FromText(
            whole.ToJsonString().Replace("#/components/schemas/", $"#/{Definitions}/", StringComparison.Ordinal));
    }

    /// <summary>The same schema, but for objects that have no other fields.</summary>
    private static JsonNode Strict(JsonNode schema)
    {
        if (schema is JsonArray items)
        {
            foreach (var item in items.OfType<JsonNode>()) Strict(item);
        }

        if (schema is not JsonObject found) return schema;
        // OpenAPI's own, which has another meaning in no vocabulary, but that of a field.
        if (found["discriminator"] is JsonObject chooser && chooser["propertyName"] is not null)
            found.Remove("discriminator");
        foreach (var child in found.Select(property => property.Value).OfType<JsonNode>().ToList()) Strict(child);
        if (found["properties"] is JsonObject && found["type"] is not null && found["additionalProperties"] is null)
            found["additionalProperties"] = false;
        return found;
    }

    private static string Shorten(ReadOnlyMemory<byte> body)
    {
        var text = System.Text.Encoding.UTF8.GetString(body.Span);
        return text.Length <= MaxRepeated ? text : $"{text[..MaxRepeated]}…";
    }
}
