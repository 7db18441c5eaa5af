using System.Net;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Functions.Documents;
using Payments.Functions.Tests.Http;
using Payments.Testing;
using Payments.Testing.OpenApi;

namespace Payments.Functions.Tests.OpenApi;

/// <summary><c>/docs</c>: the documents and their page.</summary>
public sealed class ServedDocuments
{
    public static TheoryData<string> Names => [.. ApiDocument.All.Select(document => document.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_document_is_served_as_it_is_committed(string name)
    {
        var response = await DocumentFunctions.GetDocumentAsync(Request(), name);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            await File.ReadAllBytesAsync(
                Path.Combine(RepositoryRoot.Path, "docs", "openapi", name), TestContext.Current.CancellationToken),
            ((MemoryStream)response.Body).ToArray());
        Assert.Equal("public, max-age=3600", Header(response, "Cache-Control"));
        Assert.Equal("application/json; charset=utf-8", Header(response, "Content-Type"));
    }

    [Theory]
    [InlineData("none.json")]
    [InlineData("../host.json")]
    [InlineData("../viewer/start.js")]
    [InlineData("")]
    public async Task Nothing_else_is_served(string name)
    {
        foreach (var response in (HttpResponseData[])
            [
                await DocumentFunctions.GetDocumentAsync(Request(), name),
                await DocumentFunctions.GetViewerFileAsync(Request(), name),
            ])
        {
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Equal(0, response.Body.Length);
        }
    }

    [Fact]
    public async Task The_page_may_load_nothing_from_other_hosts()
    {
        var response = await DocumentFunctions.GetViewerAsync(Request());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var policy = Header(response, "Content-Security-Policy")!.Split("; ");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("connect-src 'self'", policy);
        Assert.DoesNotContain(policy, directive => directive.Contains("http", StringComparison.Ordinal));
    }

    private static FakeRequest Request() => new(Stream.Null, "DocsOpenApi", "GET");

    private static string? Header(HttpResponseData response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;
}
