using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Payments.Testing;

namespace Payments.Codebase.Tests;

/// <summary>docs/operations.md names the tests that prove each operation; these tests keep it correct.</summary>
public sealed partial class OperationsTable
{
    private static readonly IReadOnlyList<(string Operation, string[] Tests)> Rows =
    [
        .. Repository.Lines("docs/operations.md")
            .Select(line => Row().Match(line))
            .Where(row => row.Success)
            .Select(row => (
                row.Groups["operation"].Value,
                Name().Matches(row.Groups["tests"].Value).Select(name => name.Groups["name"].Value).ToArray())),
    ];

    [Fact]
    public void Every_function_s_route_is_in_the_table() =>
        Findings.MustBeNone(Routes().Except(Rows.Select(row => row.Operation)).Select(route => $"{route} has no row"));

    [Fact]
    public void Every_row_has_a_function_with_its_route() =>
        Findings.MustBeNone(
            Rows.Select(row => row.Operation).Except(Routes()).Select(route => $"No function has the route {route}"));

    [Fact]
    public void Every_row_names_tests_and_all_of_them_exist()
    {
        var tests = Repository.Files.Where(file => file.StartsWith("tests/", StringComparison.Ordinal)).ToList();
        var classes = tests
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(file => TestsOf(string.Join('\n', Repository.Lines(file))))
            .ToHashSet(StringComparer.Ordinal);
        var clients = tests.Select(file => Path.GetFileName(file)).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(Rows);
        Findings.MustBeNone(Rows.Where(row => row.Tests.Length == 0).Select(row => $"{row.Operation} names no test"));
        Findings.MustBeNone(
            from row in Rows
            from test in row.Tests
            where !classes.Contains(test) && !clients.Contains(test)
            select $"{row.Operation}: there is no test {test}");
    }

    private static IEnumerable<string> Routes() =>
        from method in typeof(Functions.Composition).Assembly.GetTypes().SelectMany(type => type.GetMethods())
        where method.GetCustomAttribute<FunctionAttribute>() is not null
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is not null
        from verb in trigger.Methods!
        select $"{verb.ToUpperInvariant()} /{Constraint().Replace(trigger.Route!, "")}";

    /// <summary>The facts and theories of a file, with the classes that it declares.</summary>
    private static IEnumerable<string> TestsOf(string source) =>
        from declared in Class().Matches(source)
        from test in Test().Matches(source)
        select $"{declared.Groups["name"].Value}.{test.Groups["name"].Value}";

    [GeneratedRegex(@"^\| `(?<operation>[A-Z]+ /[^`]*)` \|[^|]*\| (?<tests>.*) \|$")]
    private static partial Regex Row();

    /// <summary>Route constraints are not part of the documented paths.</summary>
    [GeneratedRegex(@"(?<=\{\w+):[^}]*(?=\})")]
    private static partial Regex Constraint();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\bclass (?<name>\w+)")]
    private static partial Regex Class();

    [GeneratedRegex(
        @"\[(Fact|Theory)\b(?:(?!\[Fact|\[Theory).)*?public (async )?(Task|void) (?<name>\w+)\(",
        RegexOptions.Singleline)]
    private static partial Regex Test();
}
