using System.Text.Json;
using System.Text.RegularExpressions;

namespace Payments.EndToEnd.Tests;

/// <summary>An HTTP operation of the service, from the metadata that the Functions host reads.</summary>
public sealed partial record Operation(string Function, string Method, string Route)
{
    private static readonly string Metadata = System.IO.Path.GetFullPath(System.IO.Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Payments.Functions", "release", "functions.metadata"));

    /// <summary>All operations, from functions.metadata.</summary>
    public static IReadOnlyList<Operation> All { get; } = Read();

    /// <summary>A path of the operation; no resource exists there.</summary>
    public string Path => "/" + Parameter().Replace(Route, match => match.Groups[1].Value switch
    {
        "organization" => "demo",
        "direction" => "Incoming",
        var name => $"no-{name}",
    });

    private static List<Operation> Read()
    {
        using var metadata = JsonDocument.Parse(File.ReadAllBytes(Metadata));
        return
        [
            .. from function in metadata.RootElement.EnumerateArray()
               from binding in function.GetProperty("bindings").EnumerateArray()
               where binding.GetProperty("type").GetString() == "httpTrigger"
               from method in binding.GetProperty("methods").EnumerateArray()
               select new Operation(
                   function.GetProperty("name").GetString()!,
                   method.GetString()!.ToUpperInvariant(),
                   binding.GetProperty("route").GetString()!),
        ];
    }

    [GeneratedRegex(@"\{\*?(\w+)(:[^{}]*(\{[^{}]*\}[^{}]*)*)?\}")]
    private static partial Regex Parameter();
}
