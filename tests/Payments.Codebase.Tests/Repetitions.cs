using System.Text.RegularExpressions;

namespace Payments.Codebase.Tests;

public sealed partial class Repetitions
{
    /// <summary>A token is not a resource: requesting it twice creates nothing.</summary>
    private const string Tokens = "OrderCloudToken";

    /// <summary>The operations of the three APIs. Requeuing a dead letter, an extension, creates nothing.</summary>
    private static readonly string[] Dialects =
        ["functions/Flow/", "functions/OrderCloud/", "functions/CommerceHub/"];

    [Fact]
    public void Every_POST_takes_an_idempotency_key()
    {
        var posts = Repository.Sources
            .Where(file => Dialects.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)))
            .SelectMany(file => Function().Matches(string.Join('\n', Repository.Lines(file))))
            .Where(match => match.Groups["body"].Value.Contains("\"post\"", StringComparison.Ordinal))
            .ToList();

        Assert.True(posts.Count >= 8, $"Only {posts.Count} POSTs were found.");
        Findings.MustBeNone(
            from post in posts
            let name = post.Groups["name"].Value
            where name != Tokens && !post.Groups["body"].Value.Contains("AnswerOnceAsync", StringComparison.Ordinal)
            select $"{name} does not call AnswerOnceAsync");
    }

    [GeneratedRegex(@"\[Function\(""(?<name>\w+)""\)\](?<body>.*?)(?=\[Function\(|\z)", RegexOptions.Singleline)]
    private static partial Regex Function();
}
