using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Handlers.Writing;

/// <summary>
/// A hash of a request, stored with its key: a different request under the same key is rejected. It covers the
/// request's meaning, not its bytes: white space and the order of fields do not matter. It never covers a card number.
/// </summary>
public static class Fingerprint
{
    /// <summary>
    /// SHA-256 of the parts, each prefixed with its length so that different lists of parts never give the same text.
    /// </summary>
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
