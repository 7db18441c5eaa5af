using Microsoft.CodeAnalysis.CSharp.Syntax;
using Payments.Testing;

namespace Payments.Codebase.Tests;

public sealed class Repetitions
{
    /// <summary>A token is not a resource, and a preview is not stored: requesting one twice creates nothing.</summary>
    private static readonly string[] CreateNothing = ["OrderCloudToken", "FlowPostRefundPreview"];

    /// <summary>
    /// A response with a secret must not be stored. An address is registered once, so that a repetition is rejected; a
    /// test event and a new secret may be asked for twice.
    /// </summary>
    private static readonly string[] ShowSecrets =
        ["FlowPostWebhook", "FlowPostWebhookPing", "FlowPostWebhookRotation"];

    /// <summary>The operations of the three APIs. Requeuing a dead letter, an extension, creates nothing.</summary>
    private static readonly string[] Dialects =
        ["functions/Flow/", "functions/OrderCloud/", "functions/CommerceHub/"];

    [Fact]
    public void Every_POST_accepts_an_idempotency_key()
    {
        var posts = Operations
            .Where(method => method.ParameterList.DescendantTokens().Any(token => token.ValueText == "post"))
            .ToList();

        Assert.True(posts.Count >= 8, $"Only {posts.Count} POSTs were found.");
        Findings.MustBeNone(
            from post in posts
            where !CreateNothing.Concat(ShowSecrets).Any(name => Contains(post, name)) && !Contains(post, "HandleIdempotentAsync")
            select $"{post.Identifier} does not call HandleIdempotentAsync");
    }

    /// <summary>All others get a call from their endpoint, which has authenticated its sender.</summary>
    [Fact]
    public void Only_the_token_and_its_public_key_need_no_authentication() =>
        Assert.Equal(
            ["TokenAsync", "TokenKeyAsync"],
            from operation in Operations
            where Contains(operation, "AnswerAnyoneAsync")
            orderby operation.Identifier.ValueText
            select operation.Identifier.ValueText);

    private static IEnumerable<MethodDeclarationSyntax> Operations =>
        from file in Repository.Sources
        where Dialects.Any(folder => file.StartsWith(folder, StringComparison.Ordinal))
        from method in Repository.Syntax(file).DescendantNodes().OfType<MethodDeclarationSyntax>()
        select method;

    private static bool Contains(MethodDeclarationSyntax method, string text) =>
        method.DescendantTokens().Any(token => token.ValueText == text);
}
