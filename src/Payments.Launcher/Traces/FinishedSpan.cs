using System.Globalization;
using Google.Protobuf;
using Payments.Launcher.Traces.Protocol;

namespace Payments.Launcher.Traces;

/// <summary>A span that has ended, as far as it is shown.</summary>
/// <param name="Trace">The trace's id, in hexadecimal.</param>
/// <param name="Parent">The parent span's id; empty for the first span of a trace.</param>
/// <param name="Started">UTC.</param>
/// <param name="Failure">What went wrong; null if nothing did.</param>
internal sealed record FinishedSpan(
    string Trace,
    string Id,
    string Parent,
    string Name,
    DateTimeOffset Started,
    TimeSpan Duration,
    string? Failure,
    string Details)
{
    private const int NanosecondsPerTick = 100;

    /// <summary>The attributes that say more than the name, in the order in which they are shown.</summary>
    private static readonly string[] Shown =
    [
        "http.request.method", "http.method", "url.path", "http.response.status_code", "http.status_code",
        "server.address", "messaging.destination.name", "payments.subject", "payments.outcome",
    ];

    public static IEnumerable<FinishedSpan> Read(ReadOnlySpan<byte> export) =>
        from resource in ExportTraceServiceRequest.Parser.ParseFrom(export).ResourceSpans
        from scope in resource.ScopeSpans
        from span in scope.Spans
        select From(span);

    private static FinishedSpan From(Span span) => new(
        Hex(span.TraceId),
        Hex(span.SpanId),
        Hex(span.ParentSpanId),
        span.Name,
        DateTimeOffset.UnixEpoch.AddTicks((long)(span.StartTimeUnixNano / NanosecondsPerTick)),
        TimeSpan.FromTicks((long)((span.EndTimeUnixNano - span.StartTimeUnixNano) / NanosecondsPerTick)),
        span.Status is { Code: StatusCode.Error } status ? status.Message : null,
        string.Join(' ', Shown
            .Select(name => span.Attributes.FirstOrDefault(attribute => attribute.Key == name)?.Value)
            .OfType<AnyValue>()
            .Select(Text)));

    private static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);

    private static string Text(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        _ => "",
    };
}
