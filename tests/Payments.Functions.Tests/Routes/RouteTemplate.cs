namespace Payments.Functions.Tests.Routes;

/// <summary>A route, reduced to the paths that it matches.</summary>
/// <param name="Segments">Empty if the route matches every path.</param>
/// <param name="TakesAll">The parameter of a route that matches every path; null for others.</param>
internal sealed record RouteTemplate(IReadOnlyList<RouteSegment> Segments, string? TakesAll = null)
{
    private const string CatchAll = "{*path}";

    /// <summary>A constraint that contains a slash is split into two segments, and each of those is rejected.</summary>
    public static RouteTemplate Parse(string route) => route == CatchAll
        ? new([], "path")
        : new([.. route.Split('/').Select(RouteSegment.Parse)]);

    public IEnumerable<string> Parameters =>
        Segments.Select(segment => segment.Parameter).Append(TakesAll).OfType<string>();

    /// <summary>Whether some path matches both.</summary>
    public bool Meets(RouteTemplate other) =>
        TakesAll is not null || other.TakesAll is not null || MeetsSegments(other);

    private bool MeetsSegments(RouteTemplate other) =>
        Segments.Count == other.Segments.Count
        && Segments.Zip(other.Segments).All(pair => pair.First.Meets(pair.Second));
}
