using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Payments.Functions.Documents;

/// <summary>The APIs' documents in OpenAPI 3.1, and a page that shows them (docs/openapi.md). Open to all.</summary>
public static class DocumentFunctions
{
    private const string Root = "docs";

    /// <summary>The page.</summary>
    [Function("DocsViewer")]
    public static Task<HttpResponseData> GetViewerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Root)] HttpRequestData request) =>
        DocumentFiles.AnswerAsync(request, DocumentFiles.Page);

    /// <summary>A document.</summary>
    [Function("DocsOpenApi")]
    public static Task<HttpResponseData> GetDocumentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Root + "/openapi/{name}")] HttpRequestData request,
        string name) =>
        DocumentFiles.AnswerAsync(request, $"openapi/{name}");

    /// <summary>A part of the page.</summary>
    [Function("DocsViewerFile")]
    public static Task<HttpResponseData> GetViewerFileAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Root + "/viewer/{file}")] HttpRequestData request,
        string file) =>
        DocumentFiles.AnswerAsync(request, $"viewer/{file}");
}
