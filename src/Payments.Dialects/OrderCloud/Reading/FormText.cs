using System.Collections.Immutable;
using System.Text;

namespace Payments.Dialects.OrderCloud.Reading;

/// <summary>
/// Pairs as a query string or a form's body has them: <c>name=value</c>, ampersands between, percent-encoded, a plus
/// for a space.
/// </summary>
internal static class FormText
{
    /// <summary>
    /// The pairs in their order, repeated names and all; a pair without a name says nothing and is left out.
    /// </summary>
    public static ImmutableArray<KeyValuePair<string, string>> Parse(string text) =>
    [
        .. text.Split('&')
            .Select(pair => pair.Split('=', 2))
            .Select(parts => KeyValuePair.Create(Decode(parts[0]), parts.Length == 2 ? Decode(parts[1]) : ""))
            .Where(pair => pair.Key.Length > 0),
    ];

    /// <summary>The pairs of a form's body; null where it is not UTF-8.</summary>
    public static ImmutableArray<KeyValuePair<string, string>>? Parse(ReadOnlyMemory<byte> body) =>
        System.Text.Unicode.Utf8.IsValid(body.Span) ? Parse(Encoding.UTF8.GetString(body.Span)) : null;

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
