using System.Collections.Immutable;
using System.Text.Json;

namespace Payments.Dialects.Wire;

/// <summary>An HTTP response, independent of any host's types.</summary>
/// <param name="Body">JSON in UTF-8; empty for no body.</param>
/// <param name="Headers">Headers other than the content type.</param>
public sealed record WireResponse(int Status, ReadOnlyMemory<byte> Body, ImmutableDictionary<string, string> Headers)
{
    /// <summary>The header with the trace id: Commerce Hub's, which every error has in all three APIs.</summary>
    public const string TraceIdHeader = "ApiTraceId";

    private static readonly ImmutableDictionary<string, string> NoHeaders =
        ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>A response without a body.</summary>
    public static WireResponse Empty(int status) => new(status, ReadOnlyMemory<byte>.Empty, NoHeaders);

    /// <summary>A response with a JSON body.</summary>
    public static WireResponse Json<T>(int status, T body, JsonSerializerOptions options) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(body, options), NoHeaders);

    /// <summary>This response with one more header.</summary>
    public WireResponse With(string name, string value) => this with { Headers = Headers.SetItem(name, value) };
}
