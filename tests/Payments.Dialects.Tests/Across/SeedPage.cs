using System.Text;
using System.Text.Json;
using Payments.Dialects.Wire;

namespace Payments.Dialects.Tests.Across;

/// <summary>The samples of the reference pages, verbatim.</summary>
internal static class SeedPage
{
    /// <summary>A sample's text.</summary>
    public static string Sample(string name)
    {
        using var stream = typeof(SeedPage).Assembly.GetManifestResourceStream($"{name}.json")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>
    /// Asserts that a response has every field of a sample, each of the same JSON type if it has a value.
    /// </summary>
    public static void AssertHasAllOf(string sample, WireResponse answer)
    {
        var fields = Fields(JsonElement.Parse(Encoding.UTF8.GetString(answer.Body.Span)), "").ToLookup(
            field => field.Path, field => field.Kind);
        Assert.All(Fields(JsonElement.Parse(Sample(sample)), ""), field =>
        {
            Assert.True(fields.Contains(field.Path), $"The answer has no {field.Path}.");
            Assert.All(fields[field.Path], kind => Assert.True(
                kind == field.Kind || kind == "Null", $"{field.Path} is {kind}, and {field.Kind} on the page."));
        });
    }

    private static IEnumerable<(string Path, string Kind)> Fields(JsonElement element, string path) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject()
                .SelectMany(field => Fields(field.Value, $"{path}.{field.Name}"))
                .Append((path, "Object")),
            JsonValueKind.Array => element.EnumerateArray()
                .SelectMany(item => Fields(item, $"{path}[]"))
                .Append((path, "Array")),
            JsonValueKind.True or JsonValueKind.False => [(path, "Boolean")],
            var kind => [(path, kind.ToString())],
        };
}
