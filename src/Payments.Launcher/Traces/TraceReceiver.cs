using System.Globalization;
using System.Net;
using Google.Protobuf;
using Payments.Launcher.Processes;

namespace Payments.Launcher.Traces;

/// <summary>
/// A collector on this machine for the worker's spans (OTLP over HTTP). The worker exports to it as it would to any.
/// </summary>
internal sealed class TraceReceiver : IAsyncDisposable
{
    private const string Path = "/v1/traces";

    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<IEnumerable<FinishedSpan>> _received;
    private readonly Task _running;

    /// <summary>Starts to receive.</summary>
    /// <param name="received">What is done with spans; called from one thread at a time.</param>
    public TraceReceiver(Action<IEnumerable<FinishedSpan>> received)
    {
        _received = received;
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}");
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _running = ReceiveAsync();
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
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        try
        {
            // Measurements come too; only spans are shown.
            if (context.Request.Url?.AbsolutePath == Path) _received(FinishedSpan.Read(body.ToArray()));
        }
        catch (InvalidProtocolBufferException)
        {
            context.Response.StatusCode = (int)HttpStatusCode.BadRequest;
        }

        // Dispose would break off the connection, which the worker may be about to use for its next export.
        context.Response.Close();
    }
}
