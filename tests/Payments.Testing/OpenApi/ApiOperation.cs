using System.Text.Json.Nodes;

namespace Payments.Testing.OpenApi;

/// <summary>An operation of a document.</summary>
/// <param name="Document">The document.</param>
/// <param name="Method">In upper case.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Node">What the document says of it.</param>
public sealed record ApiOperation(ApiDocument Document, string Method, string Path, JsonObject Node)
{
    private readonly string[] _segments = Path.Split('/');

    /// <summary>Its name, unique in its document.</summary>
    public string Id => Node["operationId"]!.GetValue<string>();

    /// <summary>The scopes that a credential needs; null if it needs no credential of an organization.</summary>
    public IReadOnlyList<string>? Scopes => Node["x-required-scopes"]?.AsArray()
        .Select(scope => scope!.GetValue<string>()).ToList();

    /// <summary>The number of segments that are not parameters.</summary>
    public int LiteralSegments => _segments.Count(segment => !IsParameter(segment));

    /// <summary>The statuses that it can answer with.</summary>
    public IReadOnlyDictionary<string, JsonObject> Responses => Node["responses"]!.AsObject()
        .ToDictionary(response => response.Key, response => Document.Resolve(response.Value!));

    /// <summary>The schema of its JSON body; null if it takes none.</summary>
    public JsonNode? BodySchema => Node["requestBody"]?["content"]?["application/json"]?["schema"];

    /// <summary>The examples of its JSON body.</summary>
    public IReadOnlyList<JsonObject> BodyExamples
    {
        get
        {
            var content = Node["requestBody"]?["content"]?["application/json"];
            var several = content?["examples"]?.AsObject().Select(example => example.Value!["value"]) ?? [];
            return [.. several.Prepend(content?["example"]).OfType<JsonObject>()];
        }
    }

    /// <summary>The names of its parameters of one kind: <c>path</c>, <c>query</c> or <c>header</c>.</summary>
    public IReadOnlyList<string> ParameterNames(string kind) =>
    [
        .. (Node["parameters"]?.AsArray() ?? [])
            .Select(parameter => Document.Resolve(parameter!))
            .Where(parameter => parameter["in"]!.GetValue<string>() == kind)
            .Select(parameter => parameter["name"]!.GetValue<string>()),
    ];

    /// <summary>Whether a path is one of its paths.</summary>
    internal bool Matches(string[] segments) => segments.Length == _segments.Length
        && _segments.Zip(segments).All(pair => IsParameter(pair.First)
            ? pair.Second.Length > 0
            : pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override string ToString() => $"{Document.Name}: {Method} {Path}";

    private static bool IsParameter(string segment) => segment.StartsWith('{');
}
