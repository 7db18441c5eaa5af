namespace Payments.Functions.Http;

/// <summary>
/// A value of a route as its caller meant it. Hosts decode every escape of a path but that of the slash, which would be
/// a border between segments; clients escape it in keys all the same (the Flow client's encodeURIComponent).
/// </summary>
internal static class RouteText
{
    /// <summary>
    /// The value with its slashes. A key that really has the three characters %2F, sent as %252F, can't be told from
    /// one with a slash: it is taken for the latter.
    /// </summary>
    public static string Of(string value) => value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
