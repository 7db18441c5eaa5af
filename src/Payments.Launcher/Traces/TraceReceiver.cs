using System.Globalization;
using System.Net;
using Google.Protobuf;
using Payments.Launcher.Processes;
using Spectre.Console;

namespace Payments.Launcher.Traces;

/// <summary>
/// What <c>./run --trace</c> adds: a collector on this machine for the worker's spans (OTLP over HTTP), which prints
/// them as trees. The worker exports to it as it would to any collector.
/// </summary>
internal sealed class TraceReceiver : IAsyncDisposable
{
    private const string Path = "/v1/traces";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TraceTrees _trees;
    private readonly Task _running;

    public TraceReceiver(IAnsiConsole console)
    {
        _trees = new TraceTrees(console, TimeProvider.System);
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}");
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _running = Task.WhenAll(ReceiveAsync(), PrintAsync());
    }

    public string Address { get; }

    /// <summary>The settings with which a worker exports its spans here, soon after they end.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("OTEL_EXPORTER_OTLP_ENDPOINT", Address),
        new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        new("OTEL_BSP_SCHEDULE_DELAY", "200"),
        // Unless the storefront sends a traceparent, the local host's says that nobody records the trace.
        new("OTEL_TRACES_SAMPLER", "always_on"),
    ];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Close();
        await _running;
        _stop.Dispose();
    }

    private async Task ReceiveAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(await _listener.GetContextAsync());
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException or IOException)
            {
                // It is being stopped, or the worker was.
            }
        }
    }

    private async Task ReadAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        // Measurements come too; only spans are shown.
        if (context.Request.Url?.AbsolutePath != Path) return;
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        try
        {
            _trees.Add(FinishedSpan.Read(body.ToArray()));
        }
        catch (InvalidProtocolBufferException)
        {
            response.StatusCode = (int)HttpStatusCode.BadRequest;
        }
    }

    private async Task PrintAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _trees.PrintQuiet();
        }
    }
}
