using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace LocalFunctionsHost.Http;

/// <summary>
/// The Functions host's own paths, which take precedence over functions (WebJobsApplicationBuilderExtension: MVC
/// first). All of them require a key, and this host has none, so the response is always 401. A method that a page does
/// not support is left to the functions.
/// </summary>
internal static class HostPages
{
    private const string ExtensionWebHooks = "GET PUT POST DELETE OPTIONS";
    private const string AnyMethod = "";

    /// <summary>HostController.Ping and the warm-up route (WebScriptHostHttpRoutesManager) require no key.</summary>
    private static readonly Page[] Open = [new("GET POST", "admin/host/ping"), new(AnyMethod, "admin/warmup")];

    /// <summary>
    /// The routes of the controllers in WebJobs.Script.WebHost/Controllers, and VirtualFileSystemMiddleware.
    /// </summary>
    private static readonly Page[] Closed =
    [
        new("GET", "admin/functions"),
        new("GET POST PUT DELETE", "admin/functions/{name}"),
        new("GET", "admin/functions/{name}/status"),
        new("GET", "admin/functions/{name}/keys"),
        new("GET POST PUT DELETE", "admin/functions/{name}/keys/{key}"),
        new("GET", "admin/host/status"),
        new("GET", "admin/host/processes"),
        new("GET", "admin/host/config"),
        new("POST", "admin/host/drain"),
        new("GET", "admin/host/drain/status"),
        new("POST", "admin/host/resume"),
        new("POST", "admin/host/scale/status"),
        new("POST", "admin/host/log"),
        new("POST", "admin/host/debug"),
        new("POST", "admin/host/synctriggers"),
        new("POST", "admin/host/restart"),
        new("GET PUT", "admin/host/state"),
        new("GET", "admin/host/keys"),
        new("GET", "admin/host/functionkeys"),
        new("GET", "admin/host/systemkeys"),
        new("GET POST PUT DELETE", "admin/host/keys/{name}"),
        new("GET POST PUT DELETE", "admin/host/functionkeys/{name}"),
        new("GET POST PUT DELETE", "admin/host/systemkeys/{name}"),
        new("GET POST", "admin/host/extensions"),
        new("DELETE", "admin/host/extensions/{id}"),
        new("GET", "admin/host/extensions/jobs/{id?}"),
        new("GET", "admin/host/extensionBundle/v1/{*resource}"),
        new("POST", "admin/instance/assign"),
        new("GET", "admin/instance/info"),
        new(AnyMethod, "admin/vfs/{*path}"),
        new(AnyMethod, "admin/zip/{*path}"),
        new(ExtensionWebHooks, "runtime/webhooks/{extensionName}/{*extra}"),
    ];

    /// <summary>The status of the host's own response; null if the path is not its own.</summary>
    public static int? StatusFor(HttpRequest request)
    {
        var mayBeOwn = request.Path.StartsWithSegments("/admin") || request.Path.StartsWithSegments("/runtime");
        if (!mayBeOwn) return null;
        if (Open.Any(page => page.Matches(request))) return StatusCodes.Status200OK;
        return Closed.Any(page => page.Matches(request)) ? StatusCodes.Status401Unauthorized : null;
    }

    private sealed class Page(string methods, string template)
    {
        private readonly string[] _methods = methods.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        private readonly TemplateMatcher _matcher = new(TemplateParser.Parse(template), []);

        public bool Matches(HttpRequest request) =>
            (_methods.Length == 0 || _methods.Contains(request.Method, StringComparer.OrdinalIgnoreCase))
            && _matcher.TryMatch(request.Path, new RouteValueDictionary());
    }
}
