using System.Collections.Immutable;
using System.Diagnostics;
using Payments.Launcher.Traces;
using Spectre.Console;

namespace Payments.Launcher.Demo;

/// <summary>
/// One trace of a demo: its requests say that they belong to it, the worker exports its spans to this process, and at
/// the end it is printed as a tree.
/// </summary>
internal sealed class DemoTrace : IAsyncDisposable
{
    /// <summary>How long the last spans may take to be exported; normally a fifth of a second.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>In columns. Lines are not broken where the output is a file.</summary>
    private const int Width = 200;

    /// <summary>
    /// What is not printed, as most of the spans: reads, and the SDK's spans of a message beside those of sending it.
    /// </summary>
    private static readonly string[] Omitted = ["function FlowGetRefund", "TableClient.GetEntityIfExists", "Message"];

    private readonly string _id = ActivityTraceId.CreateRandom().ToHexString();
    private readonly string _root = ActivitySpanId.CreateRandom().ToHexString();
    private readonly TraceReceiver _receiver;
    private ImmutableList<FinishedSpan> _spans = [];

    public DemoTrace() => _receiver = new TraceReceiver(Add);

    /// <summary>The header <c>traceparent</c> of a request that belongs to it.</summary>
    public string TraceParent => $"00-{_id}-{_root}-01";

    /// <summary>The settings with which a worker exports this trace here, and no other.</summary>
    public IReadOnlyDictionary<string, string> Settings =>
        new Dictionary<string, string>(_receiver.Settings) { ["OTEL_TRACES_SAMPLER"] = "parentbased_always_off" };

    /// <summary>Waits until it has spans of all these names, as often as given, and prints it.</summary>
    public async Task PrintAsync(
        IReadOnlyDictionary<string, int> names, TextWriter output, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        while (ListMissing(names).Any() && !timeout.IsCancellationRequested)
            await Task.Delay(Pause, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        cancellationToken.ThrowIfCancellationRequested();
        if (ListMissing(names).ToList() is { Count: > 0 } missing)
            throw new DemoFailedException($"The trace lacks spans: {string.Join(", ", missing)}.");
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = Width;
        console.Write(TraceTree.Create(_id, [.. _spans.Where(span => !Omitted.Contains(span.Name))]));
    }

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    private void Add(IEnumerable<FinishedSpan> spans) =>
        _spans = _spans.AddRange(spans.Where(span => span.Trace == _id));

    private IEnumerable<string> ListMissing(IReadOnlyDictionary<string, int> names) => names
        .Where(name => _spans.Count(span => span.Name == name.Key) < name.Value)
        .Select(name => name.Key);
}
