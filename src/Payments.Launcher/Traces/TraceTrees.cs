using Spectre.Console;

namespace Payments.Launcher.Traces;

/// <summary>
/// Collects spans, and prints each trace as a tree once no further span of it has arrived for a while: a request, and
/// the work on the queues that it caused. Spans that come later are printed as another tree of the same trace.
/// </summary>
internal sealed class TraceTrees(IAnsiConsole console, TimeProvider time)
{
    /// <summary>The worker exports its spans every 200 ms; a message is delivered well within this.</summary>
    public static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(2);

    /// <summary>Under load, the oldest traces are printed as they are, so that memory stays bounded.</summary>
    private const int MaxSpans = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Collected> _traces = [];
    private int _count;

    public void Add(IEnumerable<FinishedSpan> spans)
    {
        lock (_lock)
        {
            foreach (var span in spans)
            {
                if (!_traces.TryGetValue(span.Trace, out var trace)) _traces[span.Trace] = trace = new Collected();
                trace.Spans.Add(span);
                trace.Latest = time.GetTimestamp();
                _count++;
            }
        }
    }

    /// <summary>Prints the traces of which nothing more has come.</summary>
    public void PrintQuiet()
    {
        List<KeyValuePair<string, Collected>> quiet;
        lock (_lock)
        {
            quiet = [.. _traces.Where(trace =>
                _count > MaxSpans || time.GetElapsedTime(trace.Value.Latest) >= QuietFor)];
            foreach (var (id, trace) in quiet)
            {
                _traces.Remove(id);
                _count -= trace.Spans.Count;
            }
        }

        foreach (var (id, trace) in quiet.OrderBy(trace => trace.Value.Spans.Min(span => span.Started)))
            console.Write(TraceTree.Create(id, trace.Spans));
    }

    private sealed class Collected
    {
        public List<FinishedSpan> Spans { get; } = [];

        public long Latest { get; set; }
    }
}
