using System.Globalization;

namespace Payments.LocalHost.Http;

/// <summary>The types that a route value may be bound to.</summary>
internal static class RouteValueParsers
{
    private static readonly Dictionary<Type, Func<string, object>> Parsers = new()
    {
        [typeof(string)] = text => text,
        [typeof(Guid)] = text => Guid.Parse(text, CultureInfo.InvariantCulture),
        [typeof(int)] = text => int.Parse(text, CultureInfo.InvariantCulture),
        [typeof(long)] = text => long.Parse(text, CultureInfo.InvariantCulture),
        [typeof(bool)] = text => bool.Parse(text),
        [typeof(DateTimeOffset)] = text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture),
    };

    public static Func<string, object>? For(Type type) =>
        Parsers.GetValueOrDefault(Nullable.GetUnderlyingType(type) ?? type);
}
