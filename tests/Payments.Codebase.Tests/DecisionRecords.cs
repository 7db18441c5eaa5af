using System.Globalization;
using System.Text.RegularExpressions;

namespace Payments.Codebase.Tests;

/// <summary>docs/adr has a record per decision, all of one form, and a list of them.</summary>
public sealed partial class DecisionRecords
{
    private const string Folder = "docs/adr/";

    private static readonly string[] Sections =
        ["## Context", "## Decision", "## Consequences", "## Alternatives considered"];

    private static readonly IReadOnlyList<string> Records =
    [
        .. Repository.Files
            .Where(file => file.StartsWith(Folder, StringComparison.Ordinal) && FileName().IsMatch(file))
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Records_are_numbered_without_gaps() =>
        Assert.Equal(Enumerable.Range(1, Records.Count), Records.Select(NumberOf));

    [Fact]
    public void Every_record_has_the_same_sections() =>
        Assert.All(Records, record => Assert.Equal(
            Sections,
            Repository.Lines(record).Where(line => line.StartsWith("## ", StringComparison.Ordinal))));

    [Fact]
    public void Every_record_is_listed_under_its_title() =>
        Assert.Equal(
            Records.Select(record => string.Create(
                CultureInfo.InvariantCulture,
                $"| [{NumberOf(record)}]({record[Folder.Length..]}) | {TitleOf(record)} |")),
            Repository.Lines($"{Folder}README.md").Where(line => line.StartsWith("| [", StringComparison.Ordinal)));

    private static int NumberOf(string record) =>
        int.Parse(FileName().Match(record).Groups["number"].ValueSpan, CultureInfo.InvariantCulture);

    /// <summary>The first line is <c># 2. Its title</c>, of which the title is listed.</summary>
    private static string TitleOf(string record)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"# {NumberOf(record)}. ");
        var title = Repository.Lines(record)[0];
        Assert.StartsWith(number, title, StringComparison.Ordinal);
        return title[number.Length..];
    }

    [GeneratedRegex(@"/(?<number>\d{4})-[a-z-]+\.md$")]
    private static partial Regex FileName();
}
