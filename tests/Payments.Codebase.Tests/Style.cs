using Microsoft.CodeAnalysis.CSharp.Syntax;
using Payments.Testing;

namespace Payments.Codebase.Tests;

public sealed class Style
{
    private const int Columns = 120;
    private const int FileLines = 400;
    private const int MethodLines = 70;
    private static readonly string[] EmptyWords = ["Manager", "Helper", "Utils"];

    [Fact]
    public void No_line_exceeds_120_columns() =>
        Findings.MustBeNone(
            from file in Repository.Sources
            from line in Repository.Lines(file).Select((text, index) => (Text: text, Number: index + 1))
            where line.Text.Length > Columns && !IsWireSample(file, line.Text)
            select $"{file}:{line.Number} has {line.Text.Length} columns");

    [Fact]
    public void No_file_exceeds_400_lines() =>
        Findings.MustBeNone(
            from file in Repository.Sources
            let length = Repository.Lines(file).Length
            where length > FileLines
            select $"{file} has {length} lines");

    [Fact]
    public void No_method_exceeds_70_lines() =>
        Findings.MustBeNone(Repository.Sources.SelectMany(LongBodies));

    [Fact]
    public void No_file_has_a_meaningless_name() =>
        Assert.DoesNotContain(
            Repository.Sources.Select(file => Path.GetFileNameWithoutExtension(file)),
            name => EmptyWords.Any(word => name.EndsWith(word, StringComparison.Ordinal)));

    /// <summary>JSON samples in tests may be as wide as on the wire.</summary>
    private static bool IsWireSample(string file, string line) =>
        file.StartsWith("tests/", StringComparison.Ordinal) && line.Contains("\":", StringComparison.Ordinal);

    private static IEnumerable<string> LongBodies(string file) =>
        from declared in Repository.Syntax(file).DescendantNodes()
        let body = declared switch
        {
            BaseMethodDeclarationSyntax method => method.Body,
            AccessorDeclarationSyntax accessor => accessor.Body,
            LocalFunctionStatementSyntax function => function.Body,
            _ => null,
        }
        where body is not null
        let lines = body.GetLocation().GetLineSpan()
        // Without its braces, each on a line of its own.
        let length = lines.EndLinePosition.Line - lines.StartLinePosition.Line - 1
        where length > MethodLines
        select $"{file}:{lines.StartLinePosition.Line} has a body of {length} lines";
}
