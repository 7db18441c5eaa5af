using System.Globalization;

namespace Azure.Data.Tables.Protocol;

/// <summary>Values as OData literals, so that no value can be read as a part of the filter.</summary>
internal static class ODataFilter
{
    public static string Create(FormattableString filter)
    {
        var literals = filter.GetArguments().Select(Literal).ToArray<object?>();
        return string.Format(CultureInfo.InvariantCulture, filter.Format, literals);
    }

    public static string Escape(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"'{Escape(text)}'",
        char character => $"'{Escape(character.ToString())}'",
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        double number => number.ToString(CultureInfo.InvariantCulture),
        Guid guid => $"guid'{guid}'",
        DateTimeOffset time => Literal(time.UtcDateTime),
        DateTime time => $"datetime'{Instant(time)}'",
        _ => throw new ArgumentException($"Unable to convert a {value.GetType()} to an OData literal.", nameof(value)),
    };

    private static string Instant(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture);
}
