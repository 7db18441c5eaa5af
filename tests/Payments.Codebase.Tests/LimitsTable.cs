using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Payments.Testing;

namespace Payments.Codebase.Tests;

/// <summary>docs/limits.md says what is allowed; these tests keep its numbers those of the code.</summary>
public sealed partial class LimitsTable
{
    private static readonly IReadOnlyList<Match> Rows =
        [.. Repository.Lines("docs/limits.md").Select(line => Row().Match(line)).Where(row => row.Success)];

    private static readonly IReadOnlyList<Type> Types =
    [
        .. new[]
        {
            typeof(Ledger.Currencies.Money),
            typeof(Handlers.HandlersRegistration),
            typeof(Dialects.DialectsRegistration),
            typeof(Processors.ProcessorNames),
            typeof(Webhooks.WebhooksRegistration),
            typeof(Functions.Composition),
        }.SelectMany(known => known.Assembly.GetTypes()),
    ];

    [Fact]
    public void Every_number_is_that_of_its_constant()
    {
        Assert.NotEmpty(Rows);
        Findings.MustBeNone(
            from row in Rows
            let constant = row.Groups["constant"].Value
            let number = long.Parse(
                row.Groups["number"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)
            let actual = Find(constant)
            where actual != number
            select $"{constant} is {actual?.ToString(CultureInfo.InvariantCulture) ?? "missing"}, not {number}");
    }

    [Fact]
    public void Every_row_names_tests_and_all_of_them_exist()
    {
        var sources = Repository.Files
            .Where(file => file.StartsWith("tests/", StringComparison.Ordinal)
                && file.EndsWith(".cs", StringComparison.Ordinal))
            .Select(file => string.Join('\n', Repository.Lines(file)))
            .ToList();
        Findings.MustBeNone(
            from row in Rows
            from test in Test().Matches(row.Groups["tests"].Value)
            let type = test.Groups["type"].Value
            let name = test.Groups["name"].Value
            where !sources.Exists(source =>
                source.Contains($"class {type}", StringComparison.Ordinal)
                && source.Contains($" {name}(", StringComparison.Ordinal))
            select $"There is no test {type}.{name}");
        Assert.All(Rows, row => Assert.NotEmpty(Test().Matches(row.Groups["tests"].Value)));
    }

    /// <summary>A time is in seconds.</summary>
    internal static long? Find(string constant)
    {
        var (type, name) = constant.Split('.') is [var first, var second] ? (first, second) : (constant, "");
        var field = Types
            .Where(found => found.Name == type)
            .Select(found => found.GetField(
                name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .OfType<FieldInfo>()
            .SingleOrDefault(found => found.IsLiteral || found.FieldType == typeof(TimeSpan));
        return field switch
        {
            null => null,
            { IsLiteral: true } => Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture),
            _ => (long)((TimeSpan)field.GetValue(null)!).TotalSeconds,
        };
    }

    [GeneratedRegex(@"^\| [^|]+ \| (?<number>[0-9,]+) \| `(?<constant>[A-Za-z.]+)` \| (?<tests>.*) \|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<type>\w+)\.(?<name>\w+)`")]
    private static partial Regex Test();
}
