using System.Text.RegularExpressions;

namespace Payments.Codebase.Tests;

/// <summary>
/// The words that docs/GLOSSARY.md replaced stay away: words.txt, beside this file, has the old ones, what to say
/// instead, and the names that must stay because they are stored or sent.
/// </summary>
public sealed partial class Words
{
    private const string List = "tests/Payments.Codebase.Tests/words.txt";

    /// <summary>Between two words: in a sentence, a test's name, or a comment of several lines.</summary>
    private const string Gap = @"(?:[ _]|\s*\n\s*(?:///?|#)?\s*)";

    /// <summary>The list, this test's examples, the past, and what a package manager writes.</summary>
    private static readonly string[] Excluded = ["words.txt", "Words.cs", "CHANGELOG.md", "package-lock.json"];

    private static readonly IReadOnlyList<string[]> Rows =
    [
        .. Repository.Lines(List)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(" | ", StringSplitOptions.TrimEntries)),
    ];

    private static readonly IReadOnlyList<OldWord> OldWords =
    [
        .. Rows.Where(row => row[0] == "symbol").Select(row => new OldWord(Symbol(row[1]), row[1], row[2])),
        .. Rows.Where(row => row[0] == "phrase").Select(row => new OldWord(Phrase(row[1]), row[1], row[2])),
    ];

    private static readonly IReadOnlyList<(string File, string Text)> Exceptions =
        [.. Rows.Where(row => row[0] == "except").Select(row => (row[1], row[2]))];

    private static readonly IReadOnlyList<Regex> Fine =
        [.. Rows.Where(row => row[0] == "fine").Select(row => Phrase(row[1]))];

    [Fact]
    public void The_list_is_well_formed()
    {
        Findings.MustBeNone(
            from row in Rows
            where row is not ["symbol" or "phrase" or "fine", { Length: > 0 }, { Length: > 0 }]
                and not ["except", { Length: > 0 }, { Length: > 0 }, { Length: > 0 }]
            select $"No row of the list: {string.Join(" | ", row)}");
        Assert.Equal(OldWords.Count, OldWords.DistinctBy(word => word.Old).Count());
    }

    [Fact]
    public void No_old_word_is_left() =>
        Findings.MustBeNone(
            from file in Repository.Files
            where !Excluded.Contains(Path.GetFileName(file))
            from finding in Find(file, File.ReadAllText(Repository.FullPath(file)))
            select finding);

    [Fact]
    public void Every_exception_is_needed() =>
        Findings.MustBeNone(
            from exception in Exceptions
            where !Repository.Files.Any(file => !Excluded.Contains(Path.GetFileName(file))
                && IsOf(file, exception.File)
                && File.ReadAllText(Repository.FullPath(file)).Contains(exception.Text, StringComparison.Ordinal))
            select $"Nothing needs the exception of {exception.Text} in {exception.File}");

    [Theory]
    [InlineData("class StillKeyHoldersHere", "KeyHolders")]
    [InlineData("private int _keyRingSize;", "KeyRing")]
    [InlineData("return Decision<Refund>.No(reason);", ".No(")]
    [InlineData("void The_work_in_hand_stays()", "work in hand")]
    [InlineData("    /// the work in\n    /// hand goes on", "work in hand")]
    [InlineData("    # Work in\n    # hand", "work in hand")]
    public void An_old_word_is_found(string text, string old) =>
        Assert.Contains($"\"{old}\"", Assert.Single(Find("a.cs", text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Unsettledness; a no-op; the north; PutBackend; why there is none")]
    [InlineData("json.GetProperty(\"Payment.MadeElsewhere\")")]
    public void Text_that_only_resembles_an_old_word_is_not_found(string text) => Assert.Empty(Find("a.cs", text));

    private static IEnumerable<string> Find(string file, string text) =>
        from searched in new[] { WithoutFine(text) }
        from word in OldWords
        from match in word.Pattern.Matches(searched)
        where !IsExcepted(file, LineAt(text, match.Index))
        select $"{file}:{1 + text.AsSpan(0, match.Index).Count('\n')}: \"{word.Old}\" is now \"{word.New}\"";

    /// <summary>As long as before, and with as many lines.</summary>
    private static string WithoutFine(string text) =>
        Fine.Aggregate(text, (left, fine) => fine.Replace(left, found => Visible().Replace(found.Value, "~")));

    private static bool IsExcepted(string file, string line) =>
        Exceptions.Any(exception =>
            IsOf(file, exception.File) && line.Contains(exception.Text, StringComparison.Ordinal));

    private static bool IsOf(string file, string end) => end == "*" || file.EndsWith(end, StringComparison.Ordinal);

    private static string LineAt(string text, int index)
    {
        var start = index == 0 ? 0 : text.LastIndexOf('\n', index - 1) + 1;
        var end = text.IndexOf('\n', index);
        return text[start..(end < 0 ? text.Length : end)];
    }

    /// <summary>
    /// A part of a name ends where the next capital letter begins; a plural is the same word. A variable's name begins
    /// with a small letter: there the word counts if another one follows, for alone it may be an ordinary one.
    /// </summary>
    private static Regex Symbol(string old) => new(
        old is ['^', .. var whole, '$'] ? $@"(?<!\w){whole}(?!\w)"
            : old[0] == '.' ? Regex.Escape(old)
            : $"{old}s?(?![a-z])|(?<![A-Za-z0-9]){char.ToLowerInvariant(old[0])}{old[1..]}(?=[A-Z])",
        RegexOptions.Compiled,
        TimeSpan.FromSeconds(10));

    private static Regex Phrase(string words) => new(
        $"(?<![A-Za-z]){string.Join(Gap, words.Split(' ').Select(Regex.Escape))}(?![A-Za-z-])",
        RegexOptions.IgnoreCase | RegexOptions.Compiled,
        TimeSpan.FromSeconds(10));

    [GeneratedRegex(@"[^\n]")]
    private static partial Regex Visible();

    /// <summary>What is no longer said.</summary>
    /// <param name="Pattern">Where it stands.</param>
    /// <param name="Old">As the list has it.</param>
    /// <param name="New">What to say instead.</param>
    private sealed record OldWord(Regex Pattern, string Old, string New);
}
