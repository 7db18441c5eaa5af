using System.Text.RegularExpressions;
using Payments.Functions.Http;
using Payments.Functions.Tests.Routes;
using Payments.Testing;
using Payments.Testing.OpenApi;

namespace Payments.Functions.Tests.OpenApi;

/// <summary>The documents in docs/openapi have every operation of the functions, and no other.</summary>
public sealed partial class DocumentedOperations
{
    /// <summary>Browsers send preflights by themselves.</summary>
    private const string Preflight = "Preflight";

    /// <summary>The query parameters of operations that ignore what they do not know.</summary>
    private static readonly Dictionary<string, string[]> Lenient = new(StringComparer.Ordinal)
    {
        ["FlowGetOrders"] = ["number"],
        ["FlowPostCreditPayment"] = ["expand"],
        ["FlowGetCreditPayment"] = ["expand"],
        ["FlowPutCreditPayment"] = ["expand"],
    };

    internal static IReadOnlyList<FunctionMethod> Functions { get; } =
        [.. FunctionMethods.OfHttp.Where(function => function.Name != Preflight)];

    /// <summary>Without those that look at nothing but their address.</summary>
    public static TheoryData<string> Names =>
    [
        .. Functions.Select(function => function.Name)
            .Where(name => !name.StartsWith("Health", StringComparison.Ordinal)
                && !name.StartsWith("Docs", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Every_operation_is_in_exactly_one_document()
    {
        var documented = ApiDocument.AllOperations.Select(operation => $"{operation.Method} {operation.Path}").ToList();

        Assert.Equal(
            Functions.Select(Describe).Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_operation_has_a_name_of_its_own_and_a_summary() => Findings.MustBeNone(
        from document in ApiDocument.All
        from operation in document.Operations
        where document.Operations.Count(other => other.Id == operation.Id) > 1 || operation.Node["summary"] is null
        select $"{operation} has no summary, or its name {operation.Id} is not its own");

    [Fact]
    public void Every_operation_names_the_scopes_that_it_requires() => Findings.MustBeNone(
        from function in Functions
        let documented = string.Join(", ", Find(function).Scopes ?? [])
        let required = RouteScopes.Functions.Contains(function.Name)
            ? RouteScopes.Of(function.Name).ToString().ToLowerInvariant()
            : ""
        where documented != required
        select $"{function.Name} requires '{required}'; documented is '{documented}'");

    [Fact]
    public void Every_operation_has_the_parameters_of_its_address() => Findings.MustBeNone(
        from function in Functions
        let documented = Find(function).ParameterNames("path")
        let actual = RouteTemplate.Parse(function.Http!.Route!).Parameters
        where !documented.Order(StringComparer.Ordinal).SequenceEqual(actual.Order(StringComparer.Ordinal))
        select $"{function.Name} has {string.Join(", ", actual)}; documented are {string.Join(", ", documented)}");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_query_parameters_are_those_that_the_operation_takes(string name)
    {
        var function = Functions.Single(found => found.Name == name);
        using var app = new FunctionApp();

        var (_, body) = await app.CallAsync(function, Values(function), "demo", query: "?no-such-parameter=1");

        // OrderCloud's list takes a filter by the name of any field: those with a meaning of their own are told apart.
        if (name == "OrderCloudListPayments")
        {
            Assert.Contains("List.InvalidProperty", body, StringComparison.Ordinal);
            return;
        }

        var told = Taken().Match(body);
        var taken = told.Success ? told.Groups["names"].Value.Split(", ") : Lenient.GetValueOrDefault(name, []);
        Assert.Equal(
            taken.Order(StringComparer.Ordinal), Find(function).ParameterNames("query").Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_idempotency_key_is_documented_where_it_is_taken(string name)
    {
        var function = Functions.Single(found => found.Name == name);
        using var app = new FunctionApp();

        var (_, body) = await app.CallAsync(function, Values(function), "demo", idempotencyKey: new string('x', 256));

        Assert.Equal(
            Find(function).ParameterNames("header").Contains("Idempotency-Key"),
            body.Contains("Idempotency-Key must have 1 to 255 characters", StringComparison.Ordinal));
    }

    internal static ApiOperation Find(FunctionMethod function) =>
        ApiDocument.AllOperations.Single(operation => $"{operation.Method} {operation.Path}" == Describe(function));

    internal static Dictionary<string, string> Values(FunctionMethod function) =>
        RouteTemplate.Parse(function.Http!.Route!).Parameters.ToDictionary(name => name, name => name switch
        {
            "organization" => "demo",
            "direction" => "Incoming",
            "queue" => "refunds",
            "sequenceNumber" => "1",
            _ => "x-1",
        });

    private static string Describe(FunctionMethod function) =>
        $"{function.Http!.Methods!.Single().ToUpperInvariant()} /{Constraint().Replace(function.Http.Route!, "")}";

    /// <summary>Route constraints are not part of the documented paths.</summary>
    [GeneratedRegex(@"(?<=\{\w+):[^}]*(?=\})")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"is not a parameter of this list; it takes (?<names>[^.]*)\.")]
    private static partial Regex Taken();
}
