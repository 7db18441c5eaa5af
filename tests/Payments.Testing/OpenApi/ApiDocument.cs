using System.Text.Json.Nodes;

namespace Payments.Testing.OpenApi;

/// <summary>One of the documents in docs/openapi.</summary>
public sealed class ApiDocument
{
    private const string Reference = "$ref";

    private ApiDocument(string path)
    {
        Name = Path.GetFileName(path);
        Root = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        Operations =
        [
            .. from address in Root["paths"]!.AsObject()
               from found in address.Value!.AsObject()
               select new ApiOperation(this, found.Key.ToUpperInvariant(), address.Key, found.Value!.AsObject()),
        ];
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ApiDocument> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "docs", "openapi"), "*.json")
            .Order(StringComparer.Ordinal)
            .Select(path => new ApiDocument(path)),
    ];

    /// <summary>The operations of all documents.</summary>
    public static IReadOnlyList<ApiOperation> AllOperations { get; } =
        [.. All.SelectMany(document => document.Operations)];

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>The whole document.</summary>
    public JsonObject Root { get; }

    /// <summary>Its operations.</summary>
    public IReadOnlyList<ApiOperation> Operations { get; }

    /// <summary>Its schemas, by name.</summary>
    public JsonObject Schemas => Root["components"]!["schemas"]!.AsObject();

    /// <summary>The document with a name.</summary>
    public static ApiDocument Named(string name) => All.Single(document => document.Name == name);

    /// <summary>
    /// The operation that a request is for: of several paths that fit, the one with the most literal segments, as
    /// OpenAPI has it. Null if there is none.
    /// </summary>
    public static ApiOperation? Find(string method, string absolutePath)
    {
        var segments = absolutePath.Split('/');
        return AllOperations
            .Where(operation => operation.Method == method && operation.Matches(segments))
            .MaxBy(operation => operation.LiteralSegments);
    }

    /// <summary>A node, or what it refers to.</summary>
    public JsonObject Resolve(JsonNode node)
    {
        var found = node.AsObject();
        while (found[Reference] is { } target)
        {
            found = target.GetValue<string>().Split('/').Skip(1)
                .Aggregate((JsonNode)Root, (parent, name) => parent[name]!).AsObject();
        }

        return found;
    }

    /// <summary>The name of the schema that a node refers to; null if it refers to none.</summary>
    public static string? SchemaName(JsonNode node) =>
        node is JsonObject found && found[Reference] is { } target ? target.GetValue<string>().Split('/')[^1] : null;
}
