using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Payments.Codebase.Tests;

public sealed class Repetitions
{
    /// <summary>A token is no resource: asking for it twice makes nothing.</summary>
    private const string Tokens = "OrderCloudToken";

    /// <summary>Where the three APIs' operations are; putting a dead letter back, among ours, makes nothing.</summary>
    private static readonly string[] Dialects =
        ["functions/Flow/", "functions/OrderCloud/", "functions/CommerceHub/"];

    [Fact]
    public void Every_POST_takes_an_idempotency_key()
    {
        var posts = Repository.Sources
            .Where(file => Dialects.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)))
            .SelectMany(file => Repository.Syntax(file).DescendantNodes().OfType<MethodDeclarationSyntax>())
            .Where(method => method.ParameterList.DescendantTokens().Any(token => token.ValueText == "post"))
            .ToList();

        Assert.True(posts.Count >= 8, $"Only {posts.Count} POSTs were found.");
        Findings.MustBeNone(
            from post in posts
            where !Contains(post, Tokens) && !Contains(post, "AnswerOnceAsync")
            select $"{post.Identifier} does not call AnswerOnceAsync");
    }

    private static bool Contains(MethodDeclarationSyntax method, string text) =>
        method.DescendantTokens().Any(token => token.ValueText == text);
}
