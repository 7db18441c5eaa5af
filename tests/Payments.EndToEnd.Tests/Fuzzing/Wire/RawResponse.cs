using System.Text;

namespace Payments.EndToEnd.Tests.Fuzzing.Wire;

/// <summary>A response as it arrived.</summary>
/// <param name="Headers">In the order received.</param>
/// <param name="Closes">Whether the connection can't be used again.</param>
internal sealed record RawResponse(
    int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body, bool Closes)
{
    /// <summary>The body as text; bytes that are no UTF-8 show as such.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>A header's value; null if it is missing.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public override string ToString() =>
        $"{Status}\n{string.Concat(Headers.Select(header => $"{header.Name}: {header.Value}\n"))}\n"
        + (Text.Length > 1_000 ? Text[..1_000] + "…" : Text);
}
