using System.Collections.Immutable;

namespace Payments.Dialects.Wire;

/// <summary>An HTTP request, independent of any host's types.</summary>
/// <param name="Method">In upper case.</param>
/// <param name="Url">The absolute URL, percent-encoded as sent as far as the host preserves that.</param>
/// <param name="Headers">By case-insensitive name; the values of repeated headers are joined by commas.</param>
/// <param name="Body">The bytes as received: signatures are computed over them.</param>
public sealed record WireRequest(
    string Method, Uri Url, ImmutableDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>A header's value, or null if it was not sent.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Whether the other is the same request, with its body or without it.</summary>
    public bool HasHeadersOf(WireRequest other) => ReferenceEquals(Headers, other.Headers);
}
