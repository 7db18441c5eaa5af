using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Payments.Testing;

namespace Payments.EndToEnd.Tests.Telemetry;

/// <summary>An OpenTelemetry collector (OTLP over HTTP) that keeps what it gets, byte by byte.</summary>
internal sealed class Collector : IAsyncDisposable
{
    /// <summary>In a span, its trace's id comes a little before its name.</summary>
    private const int MaxBytesBetween = 80;

    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<byte[]> _received = [];
    private readonly Task _receiving;

    public Collector()
    {
        var address = $"http://127.0.0.1:{Ports.Free()}";
        Settings = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        };
        _listener.Prefixes.Add($"{address}/");
        _listener.Start();
        _receiving = ReceiveAsync();
    }

    /// <summary>With these a service exports to this collector.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>All that was exported so far.</summary>
    public byte[] Received => [.. _received.SelectMany(body => body)];

    /// <summary>Waits until a text was exported.</summary>
    public Task WaitForAsync(string text) => WaitAsync(
        text, received => received.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    /// <summary>Waits until a span of this name was exported, in this trace.</summary>
    public Task WaitForSpanAsync(string name, string trace)
    {
        var (text, id) = (Encoding.UTF8.GetBytes(name), Convert.FromHexString(trace));
        return WaitAsync(name, received =>
        {
            var rest = received.AsSpan();
            while (rest.IndexOf(text) is >= 0 and var at)
            {
                if (rest[Math.Max(0, at - MaxBytesBetween)..at].IndexOf(id) >= 0) return true;
                rest = rest[(at + text.Length)..];
            }

            return false;
        });
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _receiving;
    }

    private async Task WaitAsync(string what, Func<byte[], bool> isThere)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if (isThere(Received)) return;
            await Task.Delay(100);
        }

        throw new TimeoutException($"'{what}' was not exported within 30 seconds.");
    }

    private async Task ReceiveAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _received.Enqueue(body.ToArray());
                // Dispose would break off the connection, which the worker may be about to use for its next export.
                context.Response.Close();
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The test or the service has ended.
            }
        }
    }
}
