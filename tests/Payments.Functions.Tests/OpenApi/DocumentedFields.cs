using System.Text.Json.Nodes;
using Payments.Functions.Tests.Routes;
using Payments.Testing;
using Payments.Testing.OpenApi;

namespace Payments.Functions.Tests.OpenApi;

/// <summary>
/// Each field of a documented form is read: a value of another type, or another text, is rejected by the field's name.
/// </summary>
public sealed class DocumentedFields
{
    public static TheoryData<string> Names =>
    [
        .. DocumentedOperations.Functions
            .Where(function => DocumentedOperations.Find(function).BodyExamples.Count > 0)
            .Select(function => function.Name),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_field_of_a_form_is_read(string name)
    {
        var function = DocumentedOperations.Functions.Single(found => found.Name == name);
        var operation = DocumentedOperations.Find(function);
        using var app = new FunctionApp();
        var made = await RouteAccess.CreateAsync(app);
        var address = RouteAccess.Parameters("demo", key => RouteAccess.Existing(key, made));
        var unread = new HashSet<string>(StringComparer.Ordinal);
        var read = new HashSet<string>(StringComparer.Ordinal);

        foreach (var example in operation.BodyExamples)
        {
            foreach (var (path, values) in FindFields(operation.Document, ChooseSchema(operation, example), []))
            {
                var isTold = false;
                foreach (var wrong in values.TakeWhile(_ => !isTold))
                {
                    var (status, body) = await app.CallAsync(function, address, "demo", With(example, path, wrong));
                    isTold = status >= 400 && body.Contains(path[^1], StringComparison.Ordinal);
                }

                (isTold ? read : unread).Add(string.Join('.', path));
            }
        }

        Assert.NotEmpty(read);
        Assert.Empty(unread.Except(read));
    }

    [Fact]
    public void Every_example_of_a_form_is_one() => Findings.MustBeNone(
        from operation in ApiDocument.AllOperations
        from example in operation.BodyExamples
        from mistake in ApiContract.FindMistakesInForm(operation, example)
        select mistake);

    /// <summary>Of several forms, the one that the example is of.</summary>
    private static JsonObject ChooseSchema(ApiOperation operation, JsonObject example)
    {
        var schema = operation.Document.Resolve(operation.BodySchema!);
        return schema["oneOf"] is not JsonArray forms
            ? schema
            : forms.Select(form => operation.Document.Resolve(form!)).Single(form =>
                form["properties"]!["discriminator"]!["enum"]![0]!.GetValue<string>()
                    == example["discriminator"]!.GetValue<string>());
    }

    /// <summary>The paths of the fields, each with wrong values. Fields of any type are left out.</summary>
    private static IEnumerable<(string[] Path, string[] Values)> FindFields(
        ApiDocument document, JsonObject schema, string[] parents)
    {
        foreach (var (name, node) in schema["properties"]?.AsObject() ?? [])
        {
            var field = document.Resolve(node!);
            if (field["type"] is not { } type) continue;
            string[] path = [.. parents, name];
            var isStructure = type.ToJsonString() is var written
                && (written.Contains("object", StringComparison.Ordinal)
                    || written.Contains("array", StringComparison.Ordinal));
            yield return (path, isStructure ? ["\"another\""] : ["[]", "\"another\""]);
            foreach (var inner in FindFields(document, field, path)) yield return inner;
        }
    }

    private static string With(JsonObject example, string[] path, string value)
    {
        var body = example.DeepClone().AsObject();
        var parent = body;
        foreach (var name in path[..^1])
        {
            if (parent[name] is not JsonObject) parent[name] = new JsonObject();
            parent = parent[name]!.AsObject();
        }

        parent[path[^1]] = JsonNode.Parse(value);
        return body.ToJsonString();
    }
}
