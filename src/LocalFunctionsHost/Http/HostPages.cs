using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace LocalFunctionsHost.Http;

/// <summary>
/// The Functions host's own paths, which come before those of functions (WebJobsApplicationBuilderExtension: MVC
/// first). All want a key, and there are no keys here, so what they do is never reached: 401. A method that a page has
/// not is left to the functions.
/// </summary>
internal static class HostPages
{
    private const string ExtensionWebHooks = "GET PUT POST DELETE OPTIONS";
    private const string AnyMethod = "";

    /// <summary>HostController.Ping, and the warm-up route (WebScriptHostHttpRoutesManager), want no key.</summary>
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

    /// <summary>The status of the host's own answer; null where the path is none of its own.</summary>
    public static int? StatusFor(HttpRequest request)
    {
        var mayBeOwn = request.Path.StartsWithSegments("/admin") || request.Path.StartsWithSegments("/runtime");
        if (!mayBeOwn) return null;
        if (Open.Any(page => page.Answers(request))) return StatusCodes.Status200OK;
        return Closed.Any(page => page.Answers(request)) ? StatusCodes.Status401Unauthorized : null;
    }

    private sealed class Page(string methods, string template)
    {
        private readonly string[] _methods = methods.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        private readonly TemplateMatcher _matcher = new(TemplateParser.Parse(template), []);

        public bool Answers(HttpRequest request) =>
            (_methods.Length == 0 || _methods.Contains(request.Method, StringComparer.OrdinalIgnoreCase))
            && _matcher.TryMatch(request.Path, new RouteValueDictionary());
    }
}
