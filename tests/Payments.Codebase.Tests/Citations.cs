using System.Text.RegularExpressions;
using Payments.Testing;

namespace Payments.Codebase.Tests;

/// <summary>
/// What code and documents cite is in the repository. A document is cited by its path from the citing file or from the
/// root, or by its name alone where it is in one of the folders of documents.
/// </summary>
public sealed partial class Citations
{
    private static readonly string[] Shelves = ["docs", "docs/reference"];

    private static readonly HashSet<string> Known =
    [
        .. Repository.Files,
        .. Repository.Files.SelectMany(FoldersOf),
    ];

    private static readonly Dictionary<string, Document> Documents = Repository.Files
        .Where(file => Path.GetExtension(file) == ".md")
        .ToDictionary(file => file, Document.Read, StringComparer.Ordinal);

    [Fact]
    public void Every_document_that_is_named_exists() =>
        Findings.MustBeNone(Texts().SelectMany(file => DeadDocuments(file.Name, file.Text)));

    [Fact]
    public void Every_part_that_is_cited_is_a_heading_of_its_document() =>
        Findings.MustBeNone(Texts().SelectMany(file => DeadParts(file.Name, file.Text)));

    [Fact]
    public void Every_link_leads_to_a_file_or_folder_and_its_anchor_to_a_heading() =>
        Findings.MustBeNone(Documents.SelectMany(file => DeadLinks(file.Key, file.Value.Prose)));

    [Fact]
    public void Every_path_in_a_document_exists() =>
        Findings.MustBeNone(Documents.SelectMany(file => DeadPaths(file.Key, file.Value.Prose)));

    [Theory]
    [InlineData("Rounded (flow-payments.md, Refund); DESIGN.md has more", "docs/DESIGN.cs: there is no DESIGN.md")]
    [InlineData("See ../infra/README.md and adr/0000-nothing.md.", "docs/DESIGN.cs: there is no adr/0000-nothing.md")]
    public void A_document_that_does_not_exist_is_found(string text, string finding) =>
        Assert.Equal([finding], DeadDocuments("docs/DESIGN.cs", text));

    [Theory]
    [InlineData("(commerce-hub-credits.md, part 3.9)", "3.9")]
    [InlineData("(ordercloud-payments.md, parts 3.3 to 3.6)", "3.6")]
    [InlineData("/// (ordercloud-payments.md,\n    /// parts 4, 9 and 4.3)", "9")]
    public void A_part_that_does_not_exist_is_found(string text, string part) =>
        Assert.EndsWith($" has no part {part}", Assert.Single(DeadParts("docs/a.cs", text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("[a](operations.md) [b](adr/9999.md)", "docs/a.md: adr/9999.md leads nowhere")]
    [InlineData("[a](../README.md#run-it) [b](../README.md#run)", "docs/a.md: ../README.md#run leads nowhere")]
    public void A_link_that_leads_nowhere_is_found(string text, string finding) =>
        Assert.Equal([finding], DeadLinks("docs/a.md", text));

    [Fact]
    public void A_path_that_does_not_exist_is_found() =>
        Assert.Equal(
            ["docs/a.md: there is no src/Payments.Nothing/"],
            DeadPaths("docs/a.md", "`src/Payments.Ledger`, `src/Payments.Nothing/`, `src/*/README.md`"));

    /// <summary>Lock files name other projects' files, and this file names some that must not be there.</summary>
    private static IEnumerable<(string Name, string Text)> Texts() =>
        from file in Repository.Files
        where Path.GetFileName(file) is not ("package-lock.json" or "Citations.cs")
        select (file, File.ReadAllText(Repository.FullPath(file)));

    private static IEnumerable<string> DeadDocuments(string file, string text) =>
        from cited in DocumentName().Matches(text).Select(match => match.Value).Distinct()
        where Resolve(file, cited) is null
        select $"{file}: there is no {cited}";

    private static IEnumerable<string> DeadParts(string file, string text) =>
        from citation in CitedParts().Matches(LineBreaks().Replace(text, " "))
        let cited = Resolve(file, citation.Groups["document"].Value)
        where cited is not null
        from part in citation.Groups["part"].Captures.Select(part => part.Value)
        where !Documents[cited].Parts.Contains(part)
        select $"{file}: {cited} has no part {part}";

    private static IEnumerable<string> DeadLinks(string file, string prose) =>
        from link in Link().Matches(CodeSpan().Replace(prose, ""))
        let target = link.Groups["target"].Value
        let path = target.Split('#')[0]
        let anchor = target[path.Length..].TrimStart('#')
        let found = path.Length == 0 ? file : Find(Folder(file), path)
        where found is null || (anchor.Length > 0 && !Documents[found].Anchors.Contains(anchor))
        select $"{file}: {target} leads nowhere";

    private static IEnumerable<string> DeadPaths(string file, string prose) =>
        from span in CodeSpan().Matches(prose)
        let path = ProjectPath().Match(span.Value).Groups["path"].Value
        where path.Length > 0 && Find("", path) is null
        select $"{file}: there is no {path}";

    /// <summary>The document that a name means, as its path from the root; null for none.</summary>
    private static string? Resolve(string file, string cited) =>
        Shelves
            .Prepend("")
            .Prepend(Folder(file))
            .Select(folder => Find(folder, cited))
            .FirstOrDefault(found => found is not null && Documents.ContainsKey(found));

    /// <summary>A file or folder as its path from the root; null where there is none.</summary>
    private static string? Find(string folder, string path)
    {
        var full = Path.GetFullPath(Path.Combine("/", folder, path.TrimEnd('/')))[1..];
        return Known.Contains(full) ? full : null;
    }

    private static string Folder(string file) => Path.GetDirectoryName(file) ?? "";

    private static IEnumerable<string> FoldersOf(string file)
    {
        for (var folder = Folder(file); folder.Length > 0; folder = Folder(folder)) yield return folder;
    }

    /// <summary>Not in the middle of an address.</summary>
    [GeneratedRegex(@"(?<![\w/.-])(\.\./)*([\w.-]+/)*[\w-][\w.-]*\.md\b", RegexOptions.ExplicitCapture)]
    private static partial Regex DocumentName();

    /// <summary>Such as <c>name.md, parts 3.3 to 3.5</c>, <c>name.md, parts 2 and 6</c>.</summary>
    [GeneratedRegex(
        @"(?<document>[\w./-]+\.md), parts? (?<part>\d+(\.\d+)*)((, | and | to )(?<part>\d+(\.\d+)*))*",
        RegexOptions.ExplicitCapture)]
    private static partial Regex CitedParts();

    /// <summary>A sentence goes on over the ends of lines, and over what begins a line of a comment.</summary>
    [GeneratedRegex(@"\s*\n\s*(///?|#)?\s*")]
    private static partial Regex LineBreaks();

    [GeneratedRegex(@"\]\((?<target>(?!\w+:)[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex CodeSpan();

    /// <summary>One from the root, without wildcards, and without what a tool takes after it.</summary>
    [GeneratedRegex("^`(?<path>(functions|src|tests|docs|infra)/[^`*{ ]*)`$")]
    private static partial Regex ProjectPath();
}
