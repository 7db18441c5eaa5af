using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Payments.Testing;

/// <summary>A request that a receiver got.</summary>
public sealed record ReceivedRequest(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The id of the message.</summary>
    public string? Id => Headers.GetValueOrDefault("webhook-id");
}

/// <summary>A web server on this machine that records what is posted to it, and answers as a test wants it.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedRequest> _received = [];
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public WebhookReceiver()
    {
        Address = new Uri($"http://127.0.0.1:{Ports.Free()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>All requests, in their order.</summary>
    public IReadOnlyList<ReceivedRequest> Received => [.. _received];

    /// <summary>Answers a request: with 204 unless a test says otherwise.</summary>
    public Func<ReceivedRequest, HttpListenerResponse, Task> Respond { get; set; } = (_, response) =>
    {
        response.StatusCode = 204;
        return Task.CompletedTask;
    };

    /// <summary>Waits until the requests meet a condition.</summary>
    public async Task<IReadOnlyList<ReceivedRequest>> WaitAsync(
        Func<IReadOnlyList<ReceivedRequest>, bool> condition, TimeSpan within)
    {
        var until = DateTimeOffset.UtcNow + within;
        while (!condition(Received))
        {
            if (DateTimeOffset.UtcNow > until)
                throw new TimeoutException($"Only this was received: {string.Join('\n', Received)}");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        return Received;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var request = new ReceivedRequest(
                context.Request.Url!.AbsolutePath,
                context.Request.Headers.AllKeys.OfType<string>().ToDictionary(
                    name => name, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase),
                await reader.ReadToEndAsync());
            _received.Enqueue(request);
            await Respond(request, context.Response);
            context.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The sender has hung up.
        }
    }
}
