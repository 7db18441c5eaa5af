using System.Collections.Immutable;
using System.Text;

namespace Payments.Dialects.OrderCloud.Reading;

/// <summary>
/// The pairs of a query string or form body: <c>name=value</c>, separated by ampersands, percent-encoded, with a plus
/// for a space.
/// </summary>
internal static class FormText
{
    /// <summary>The pairs in order, including repeated names; pairs without a name are left out.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Parse(string text) =>
    [
        .. text.Split('&')
            .Select(pair => pair.Split('=', 2))
            .Select(parts => KeyValuePair.Create(Decode(parts[0]), parts.Length == 2 ? Decode(parts[1]) : ""))
            .Where(pair => pair.Key.Length > 0),
    ];

    /// <summary>The pairs of a form body; null if it is not UTF-8.</summary>
    public static ImmutableArray<KeyValuePair<string, string>>? Parse(ReadOnlyMemory<byte> body) =>
        System.Text.Unicode.Utf8.IsValid(body.Span) ? Parse(Encoding.UTF8.GetString(body.Span)) : null;

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
