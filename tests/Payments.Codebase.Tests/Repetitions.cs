using System.Text.RegularExpressions;

namespace Payments.Codebase.Tests;

public sealed partial class Repetitions
{
    /// <summary>A token is not a resource: requesting it twice creates nothing.</summary>
    private const string Tokens = "OrderCloudToken";

    /// <summary>The operations of the three APIs. Requeuing a dead letter, an extension, creates nothing.</summary>
    private static readonly string[] Dialects =
        ["functions/Flow/", "functions/OrderCloud/", "functions/CommerceHub/"];

    private static IEnumerable<Match> Operations => Repository.Sources
        .Where(file => Dialects.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)))
        .SelectMany(file => Function().Matches(string.Join('\n', Repository.Lines(file))));

    [Fact]
    public void Every_POST_takes_an_idempotency_key()
    {
        var posts = Operations
            .Where(match => match.Groups["body"].Value.Contains("\"post\"", StringComparison.Ordinal))
            .ToList();

        Assert.True(posts.Count >= 8, $"Only {posts.Count} POSTs were found.");
        Findings.MustBeNone(
            from post in posts
            let name = post.Groups["name"].Value
            where name != Tokens && !post.Groups["body"].Value.Contains("AnswerOnceAsync", StringComparison.Ordinal)
            select $"{name} does not call AnswerOnceAsync");
    }

    /// <summary>All others get a call from their endpoint, which has authenticated its sender.</summary>
    [Fact]
    public void Only_a_token_and_its_public_key_are_for_anyone_who_asks() =>
        Assert.Equal(
            [Tokens, "OrderCloudTokenKey"],
            from operation in Operations
            where operation.Groups["body"].Value.Contains("AnswerAnyoneAsync", StringComparison.Ordinal)
            orderby operation.Groups["name"].Value
            select operation.Groups["name"].Value);

    [GeneratedRegex(@"\[Function\(""(?<name>\w+)""\)\](?<body>.*?)(?=\[Function\(|\z)", RegexOptions.Singleline)]
    private static partial Regex Function();
}
