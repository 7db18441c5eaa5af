using System.Collections.Immutable;

namespace Payments.Dialects.Wire;

/// <summary>An HTTP request, free of any host's types.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Url">The whole address, its escapes as they were sent as far as that is known.</param>
/// <param name="Headers">By name, in any letter case; a repeated one's values joined by commas.</param>
/// <param name="Body">The bytes as they came: a signature is over them.</param>
public sealed record WireRequest(
    string Method, Uri Url, ImmutableDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>A header's value, or null where it was not sent.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
