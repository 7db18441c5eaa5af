using System.Text.RegularExpressions;

namespace Payments.Codebase.Tests;

public sealed partial class Style
{
    private const int Columns = 120;
    private const int FileLines = 400;
    private const int MethodLines = 70;
    private static readonly string[] EmptyWords = ["Manager", "Helper", "Utils"];

    [Fact]
    public void No_line_is_wider_than_120_columns() =>
        Findings.MustBeNone(
            from file in Repository.Sources
            from line in Repository.Lines(file).Select((text, index) => (Text: text, Number: index + 1))
            where line.Text.Length > Columns && !IsWireSample(file, line.Text)
            select $"{file}:{line.Number} has {line.Text.Length} columns");

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        Findings.MustBeNone(
            from file in Repository.Sources
            let length = Repository.Lines(file).Length
            where length > FileLines
            select $"{file} has {length} lines");

    [Fact]
    public void No_method_is_longer_than_70_lines() =>
        Findings.MustBeNone(Repository.Sources.SelectMany(LongBodies));

    [Fact]
    public void No_file_has_an_empty_word_in_its_name() =>
        Assert.DoesNotContain(
            Repository.Sources.Select(file => Path.GetFileNameWithoutExtension(file)),
            name => EmptyWords.Any(word => name.EndsWith(word, StringComparison.Ordinal)));

    /// <summary>JSON samples in tests may be as wide as on the wire.</summary>
    private static bool IsWireSample(string file, string line) =>
        file.StartsWith("tests/", StringComparison.Ordinal) && line.Contains("\":", StringComparison.Ordinal);

    /// <summary>
    /// Finds the bodies of members by their indentation, which `dotnet format` enforces: from an opening brace alone on
    /// its line, after the end of a parameter list, to the matching closing brace.
    /// </summary>
    private static IEnumerable<string> LongBodies(string file)
    {
        var lines = Repository.Lines(file);
        for (var open = 1; open < lines.Length; open++)
        {
            if (!OpeningBrace().IsMatch(lines[open]) || !EndOfParameters().IsMatch(lines[open - 1])) continue;
            var closing = lines[open].Replace('{', '}');
            var close = Array.FindIndex(lines, open, line => line.TrimEnd(';', ')', ',') == closing);
            if (close - open - 1 > MethodLines)
                yield return $"{file}:{open} has a body of {close - open - 1} lines";
        }
    }

    [GeneratedRegex(@"^ {4,12}\{$")]
    private static partial Regex OpeningBrace();

    [GeneratedRegex(@"\)( where .*)?$")]
    private static partial Regex EndOfParameters();
}
