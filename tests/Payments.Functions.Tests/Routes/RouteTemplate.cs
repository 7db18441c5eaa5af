namespace Payments.Functions.Tests.Routes;

/// <summary>A route, as far as it says which paths it takes.</summary>
internal sealed record RouteTemplate(IReadOnlyList<RouteSegment> Segments)
{
    /// <summary>A constraint with a slash in it falls into two segments, and each of those is refused.</summary>
    public static RouteTemplate Parse(string route) => new([.. route.Split('/').Select(RouteSegment.Parse)]);

    public IEnumerable<string> Parameters => Segments.Select(segment => segment.Parameter).OfType<string>();

    /// <summary>Whether there is a path that both take.</summary>
    public bool Meets(RouteTemplate other) =>
        Segments.Count == other.Segments.Count
        && Segments.Zip(other.Segments).All(pair => pair.First.Meets(pair.Second));
}
