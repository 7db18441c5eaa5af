namespace Payments.Functions.Tests.Routes;

/// <summary>A route, as far as it says which paths it takes.</summary>
/// <param name="Segments">None where it takes all paths.</param>
/// <param name="TakesAll">The parameter of a route that takes every path; null for others.</param>
internal sealed record RouteTemplate(IReadOnlyList<RouteSegment> Segments, string? TakesAll = null)
{
    private const string CatchAll = "{*path}";

    /// <summary>A constraint with a slash in it falls into two segments, and each of those is refused.</summary>
    public static RouteTemplate Parse(string route) => route == CatchAll
        ? new([], "path")
        : new([.. route.Split('/').Select(RouteSegment.Parse)]);

    public IEnumerable<string> Parameters =>
        Segments.Select(segment => segment.Parameter).Append(TakesAll).OfType<string>();

    /// <summary>Whether there is a path that both take.</summary>
    public bool Meets(RouteTemplate other) =>
        TakesAll is not null || other.TakesAll is not null || MeetsSegments(other);

    private bool MeetsSegments(RouteTemplate other) =>
        Segments.Count == other.Segments.Count
        && Segments.Zip(other.Segments).All(pair => pair.First.Meets(pair.Second));
}
