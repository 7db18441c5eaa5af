using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using Payments.Launcher.Traces;
using Payments.Launcher.Traces.Protocol;
using Spectre.Console.Testing;

namespace Payments.Launcher.Tests.Traces;

public sealed class TraceTreesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestConsole _console = new TestConsole().Width(120);
    private readonly TraceTrees _trees;

    public TraceTreesTests() => _trees = new TraceTrees(_console, _time);

    [Fact]
    public void A_trace_is_printed_as_a_tree_once_nothing_more_of_it_comes()
    {
        _trees.Add(FinishedSpan.Read(Export(
            Span("root", "", "function FlowPostRefund", start: 0, milliseconds: 12),
            Span("send", "root", "ServiceBusSender.Send", start: 3, milliseconds: 2),
            Span("load", "root", "TableClient.GetEntity", start: 1, milliseconds: 1, failure: "404"))));
        _trees.PrintQuiet();
        Assert.Empty(_console.Output);

        _time.Advance(TraceTrees.QuietFor);
        _trees.PrintQuiet();

        Assert.Equal(
            [
                "trace 74726163",
                "└── +0 ms  function FlowPostRefund    12.0 ms",
                "    ├── +1 ms  TableClient.GetEntity    1.0 ms  failed: 404",
                "    └── +3 ms  ServiceBusSender.Send    2.0 ms",
            ],
            _console.Lines.Select(line => line.TrimEnd()).Where(line => line.Length > 0));
    }

    [Fact]
    public void What_comes_later_is_printed_as_another_tree_of_the_same_trace()
    {
        _trees.Add(FinishedSpan.Read(Export(Span("root", "", "first", start: 0, milliseconds: 1))));
        _time.Advance(TraceTrees.QuietFor);
        _trees.PrintQuiet();

        _trees.Add(FinishedSpan.Read(Export(Span("late", "root", "second", start: 9, milliseconds: 1))));
        _time.Advance(TraceTrees.QuietFor);
        _trees.PrintQuiet();

        Assert.Equal(2, _console.Lines.Count(line => line.StartsWith("trace 74726163", StringComparison.Ordinal)));
    }

    private static byte[] Export(params Span[] spans)
    {
        var scope = new ScopeSpans();
        scope.Spans.AddRange(spans);
        var resource = new ResourceSpans();
        resource.ScopeSpans.Add(scope);
        var request = new ExportTraceServiceRequest();
        request.ResourceSpans.Add(resource);
        return request.ToByteArray();
    }

    private static Span Span(
        string id, string parent, string name, ulong start, ulong milliseconds, string? failure = null)
    {
        const ulong NanosecondsPerMillisecond = 1_000_000;
        var span = new Span
        {
            TraceId = ByteString.CopyFromUtf8("trace"),
            SpanId = ByteString.CopyFromUtf8(id),
            ParentSpanId = ByteString.CopyFromUtf8(parent),
            Name = name,
            StartTimeUnixNano = start * NanosecondsPerMillisecond,
            EndTimeUnixNano = (start + milliseconds) * NanosecondsPerMillisecond,
        };
        if (failure is not null) span.Status = new Status { Code = StatusCode.Error, Message = failure };
        return span;
    }
}
