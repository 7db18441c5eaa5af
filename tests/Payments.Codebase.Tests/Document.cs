using System.Globalization;
using System.Text.RegularExpressions;

namespace Payments.Codebase.Tests;

/// <summary>A Markdown document as it is cited: by the numbers of its parts, by the anchors of its headings.</summary>
internal sealed partial class Document
{
    private Document(string text)
    {
        Prose = Fences().Replace(text, "");
        var headings = Headings().Matches(Prose).Select(heading => heading.Groups["title"].Value.Trim()).ToList();
        Parts = headings
            .Select(title => Number().Match(title).Groups["number"].Value)
            .Where(number => number.Length > 0)
            .ToHashSet(StringComparer.Ordinal);
        Anchors = [];
        foreach (var anchor in headings.Select(AnchorOf))
        {
            // A second heading of the same words gets a number, as GitHub counts.
            var name = anchor;
            for (var repeat = 1; !Anchors.Add(name); repeat++)
                name = string.Create(CultureInfo.InvariantCulture, $"{anchor}-{repeat}");
        }
    }

    /// <summary>The text without its fenced blocks of code.</summary>
    public string Prose { get; }

    /// <summary>Such as <c>3.2</c>, of the heading <c>### 3.2 source</c>.</summary>
    public HashSet<string> Parts { get; }

    /// <summary>What may stand behind a link's <c>#</c>.</summary>
    public HashSet<string> Anchors { get; }

    public static Document Parse(string text) => new(text);

    public static Document Read(string file) => new(File.ReadAllText(Repository.FullPath(file)));

    /// <summary>By GitHub's rule: small letters, hyphens for spaces, and no punctuation.</summary>
    private static string AnchorOf(string title) =>
        Punctuation().Replace(title.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"^(?<fence>```|~~~).*?^\k<fence>[^\n]*$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"^#{1,6} (?<title>[^\n]+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"^(?<number>\d+(\.\d+)*)\.? ", RegexOptions.ExplicitCapture)]
    private static partial Regex Number();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex Punctuation();
}
