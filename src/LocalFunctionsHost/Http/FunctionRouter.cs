using LocalFunctionsHost.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;

namespace LocalFunctionsHost.Http;

/// <summary>Runs the function that matches a request.</summary>
internal delegate Task FunctionHandler(HttpContext context, Function function, RouteValueDictionary routeValues);

/// <summary>
/// Finds the function for a request as the Functions host does (WebScriptHostHttpRoutesManager, WebJobsRouteBuilder):
/// one Route per function, tried in order of names; the first whose template, constraints and methods match is called.
/// A literal does not win over a parameter, and a wrong method is no match.
/// </summary>
internal sealed class FunctionRouter
{
    private const string MethodConstraint = "httpMethod";

    private readonly RouteCollection _routes = new();

    public FunctionRouter(
        IEnumerable<Function> functions,
        string routePrefix,
        IInlineConstraintResolver constraints,
        FunctionHandler handler)
    {
        foreach (var function in functions) _routes.Add(CreateRoute(function, routePrefix, constraints, handler));
    }

    public async Task<RequestDelegate?> FindAsync(HttpContext context)
    {
        var routing = new RouteContext(context);
        await _routes.RouteAsync(routing);
        return routing.Handler;
    }

    private static Route CreateRoute(
        Function function, string prefix, IInlineConstraintResolver constraints, FunctionHandler handler)
    {
        var route = HttpRoute.Create(function);
        var template = prefix.Length == 0 ? route.Template : $"{prefix}/{route.Template}";
        var methods = route.Methods is null
            ? null
            : new Dictionary<string, object> { [MethodConstraint] = new HttpMethodRouteConstraint(route.Methods) };
        return new Route(
            new Target(function, handler),
            function.Name,
            template,
            defaults: null,
            methods!,
            dataTokens: null,
            constraints);
    }

    private sealed class Target(Function function, FunctionHandler handler) : IRouter
    {
        public VirtualPathData? GetVirtualPath(VirtualPathContext context) => null;

        public Task RouteAsync(RouteContext context)
        {
            // The route data is no longer in the context when the handler runs.
            var values = context.RouteData.Values;
            context.Handler = request => handler(request, function, values);
            return Task.CompletedTask;
        }
    }
}
