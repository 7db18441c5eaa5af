using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Handlers.Writing;

/// <summary>
/// A hash of what a request asks for, kept with its key: the same key for something else is refused. It is made of the
/// request's meaning, not its bytes, so that white space and the order of fields do not matter. Never of a card number.
/// </summary>
public static class Fingerprint
{
    /// <summary>SHA-256 of the parts, each with its length before it so that no two lists run together.</summary>
    public static string Compute(params ReadOnlySpan<object?> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            var written = part switch
            {
                null => null,
                IEnumerable<KeyValuePair<string, string>> pairs => Compute(pairs),
                _ => Convert.ToString(part, CultureInfo.InvariantCulture),
            };
            text.Append(written is null ? "-" : $"{written.Length}:{written}").Append(';');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Compute(IEnumerable<KeyValuePair<string, string>> pairs) =>
        string.Join(';', pairs
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key.Length}:{pair.Key}={pair.Value.Length}:{pair.Value}"));
}
