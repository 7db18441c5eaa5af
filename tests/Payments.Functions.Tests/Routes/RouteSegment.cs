using System.Text.RegularExpressions;

namespace Payments.Functions.Tests.Routes;

/// <summary>
/// One segment of a route: a literal, or a parameter that matches anything but some literals. Other syntax (optional
/// and catch-all parameters, defaults, other constraints, text beside a parameter) is rejected, because this code could
/// not tell which paths it matches.
/// </summary>
internal sealed partial record RouteSegment
{
    private RouteSegment(string? word, string? parameter, IReadOnlyList<string> excluded)
    {
        Word = word;
        Parameter = parameter;
        Excluded = excluded;
    }

    /// <summary>The literal; null for a parameter.</summary>
    public string? Word { get; }

    /// <summary>The parameter's name; null for a literal.</summary>
    public string? Parameter { get; }

    /// <summary>The literals that the parameter does not match.</summary>
    public IReadOnlyList<string> Excluded { get; }

    public static RouteSegment Parse(string text)
    {
        if (Literal().IsMatch(text)) return new RouteSegment(text, null, []);
        var parameter = ParameterPattern().Match(text);
        return parameter.Success
            ? new RouteSegment(
                null,
                parameter.Groups["name"].Value,
                [.. parameter.Groups["excluded"].Captures.Select(capture => capture.Value)])
            : throw new NotSupportedException($"What '{text}' matches can't be decided here.");
    }

    /// <summary>
    /// Whether some text matches both. Two parameters always have one in common: each excludes only a few literals.
    /// Hosts compare literals without regard to case, and so do constraints (RegexRouteConstraint ignores case).
    /// </summary>
    public bool Meets(RouteSegment other) => (Word, other.Word) switch
    {
        ({ } one, { } another) => Same(one, another),
        ({ } word, null) => !other.Excluded.Any(excluded => Same(excluded, word)),
        (null, { } word) => !Excluded.Any(excluded => Same(excluded, word)),
        (null, null) => true,
    };

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("^[A-Za-z0-9-]+$")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^\{(?<name>\w+)(:regex\(\^\(\?!(?<excluded>[A-Za-z0-9-]+)\$\)\))?\}$")]
    private static partial Regex ParameterPattern();
}
