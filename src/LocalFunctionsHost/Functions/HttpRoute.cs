using LocalFunctionsHost.Configuration;

namespace LocalFunctionsHost.Functions;

/// <summary>
/// The route of an HTTP function, with the checks of ScriptHost.ValidateHttpFunction and ScriptHost.HttpRoutesConflict.
/// They compare templates literally, so two routes that differ only in a parameter's name do not conflict.
/// </summary>
internal sealed record HttpRoute(string Function, string Template, string[]? Methods)
{
    private static readonly string[] Reserved = ["admin", "runtime"];

    private string Comparable => Template.Trim('/');

    public static HttpRoute Create(Function function)
    {
        var route = function.Trigger.Text("route");
        return new HttpRoute(
            function.Name,
            string.IsNullOrWhiteSpace(route) ? function.Name : route,
            function.Trigger.Texts("methods"));
    }

    public void AddTo(Dictionary<string, HttpRoute> routes)
    {
        if (Reserved.Any(name => Comparable.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
            throw new FunctionRejectedException("the specified route conflicts with one or more built in routes");
        foreach (var other in routes.Values.Where(ConflictsWith))
            throw new FunctionRejectedException(
                $"the route specified conflicts with the route defined by function '{other.Function}'");
        routes.Add(Function, this);
    }

    private bool ConflictsWith(HttpRoute other)
    {
        if (!Comparable.Equals(other.Comparable, StringComparison.OrdinalIgnoreCase)) return false;
        return Methods is null or [] || other.Methods is null or [] || Methods.Intersect(other.Methods).Any();
    }
}
