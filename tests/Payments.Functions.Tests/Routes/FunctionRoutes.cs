using Payments.Testing;

namespace Payments.Functions.Tests.Routes;

/// <summary>
/// The Functions host takes the first function, in order of name, whose route matches: literals have no precedence over
/// parameters (WebJobs.Script/Host/FunctionMetadataManager.cs, WebHost/WebScriptHostHttpRoutesManager.cs).
/// </summary>
public sealed class FunctionRoutes
{
    private static readonly IReadOnlyList<(FunctionMethod Function, RouteTemplate Route)> Routes =
        [.. FunctionMethods.OfHttp.Select(function => (function, RouteTemplate.Parse(function.Http!.Route!)))];

    [Fact]
    public void No_request_matches_two_functions()
    {
        Assert.True(Routes.Count > 40, $"Only {Routes.Count} functions were found.");
        Findings.MustBeNone(
            from one in Routes
            from other in Routes
            where string.CompareOrdinal(one.Function.Name, other.Function.Name) < 0
            where one.Function.Http!.Methods!.Intersect(
                other.Function.Http!.Methods!, StringComparer.OrdinalIgnoreCase).Any()
            where one.Route.Meets(other.Route)
            select $"{one.Function.Name} and {other.Function.Name} meet: "
                + $"{one.Function.Http!.Route} and {other.Function.Http!.Route}");
    }

    [Fact]
    public void Every_function_names_its_methods_because_the_default_is_all() =>
        Findings.MustBeNone(
            from function in FunctionMethods.OfHttp
            where function.Http!.Methods is not { Length: > 0 }
            select $"{function.Name} names no method");

    [Fact]
    public void No_route_begins_with_a_word_reserved_for_the_host() =>
        Findings.MustBeNone(
            from route in Routes
            where route.Route.Segments is [{ Word: "admin" or "runtime" }, ..]
            select $"{route.Function.Name} begins with {route.Route.Segments[0].Word}");
}
