using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using Microsoft.Azure.Functions.Worker.Http;

namespace Payments.Functions.Documents;

/// <summary>
/// The files below <c>docs</c> beside the app, which are read when they are asked for: starting the app costs nothing
/// more. Only those named here are served.
/// </summary>
internal static class DocumentFiles
{
    /// <summary>The page's file.</summary>
    public const string Page = "viewer/index.html";

    /// <summary>An hour: a new version of the app may bring new documents.</summary>
    private const string Lifetime = "public, max-age=3600";

    /// <summary>
    /// Nothing from other hosts, and no script but the page's own files. The viewer writes its styles into the page
    /// itself, so these can't be limited to files.
    /// </summary>
    private const string ContentSecurity =
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Json = "application/json; charset=utf-8";
    private const string Script = "text/javascript; charset=utf-8";

    private static readonly FrozenDictionary<string, (string File, string Type)> Served =
        new Dictionary<string, (string, string)>(StringComparer.Ordinal)
        {
            [Page] = (Page, "text/html; charset=utf-8"),
            ["viewer/start.js"] = ("viewer/start.js", Script),
            ["viewer/scalar.js"] = ("viewer/scalar.js.gz", Script),
            ["openapi/flow.json"] = ("openapi/flow.json", Json),
            ["openapi/ordercloud.json"] = ("openapi/ordercloud.json", Json),
            ["openapi/commercehub.json"] = ("openapi/commercehub.json", Json),
            ["openapi/service.json"] = ("openapi/service.json", Json),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>200 with a file, or 404: it is not one of these, or not installed (docs/openapi.md).</summary>
    public static async Task<HttpResponseData> AnswerAsync(HttpRequestData request, string name)
    {
        if (!Served.TryGetValue(name, out var served)) return request.CreateResponse(HttpStatusCode.NotFound);
        var path = Path.Combine(AppContext.BaseDirectory, "docs", served.File);
        if (!File.Exists(path)) return request.CreateResponse(HttpStatusCode.NotFound);

        var content = await File.ReadAllBytesAsync(path, CancellationToken.None);
        var response = request.CreateResponse(HttpStatusCode.OK);
        response.Headers.Add("Content-Type", served.Type);
        response.Headers.Add("Content-Length", content.Length.ToString(CultureInfo.InvariantCulture));
        response.Headers.Add("Cache-Control", Lifetime);
        if (name == Page) response.Headers.Add("Content-Security-Policy", ContentSecurity);
        if (path.EndsWith(".gz", StringComparison.Ordinal)) response.Headers.Add("Content-Encoding", "gzip");
        // Without the call's token: a caller that has hung up would be an error, with a stack trace.
        await response.Body.WriteAsync(content, CancellationToken.None);
        return response;
    }
}
