using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Payments.CommandLine.Tests;

/// <summary>What the service was asked.</summary>
internal sealed record Asked(string Method, string Path, string? Authorization, string Body);

/// <summary>A service on this machine that gives scripted answers, one after the other for each path.</summary>
internal sealed class ScriptedService : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<(int Status, string Body)>> _answers = [];
    private readonly Task _listening;

    public ScriptedService()
    {
        Address = $"http://127.0.0.1:{FindPort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _listening = ListenAsync();
    }

    public string Address { get; }

    public ConcurrentQueue<Asked> Asked { get; } = [];

    /// <summary>Adds an answer to a request; the last one of a request is given again and again.</summary>
    /// <param name="request">Method and path with its query, such as <c>GET /demo/events?limit=100</c>.</param>
    public ScriptedService Answer(string request, int status, string body)
    {
        _answers.GetOrAdd(request, _ => new()).Enqueue((status, body));
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _listening;
        _listener.Close();
    }

    private static int FindPort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ListenAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await RespondAsync(await _listener.GetContextAsync());
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task RespondAsync(HttpListenerContext call)
    {
        using var reader = new StreamReader(call.Request.InputStream);
        var (method, path) = (call.Request.HttpMethod, call.Request.RawUrl!);
        Asked.Enqueue(new Asked(
            method, path, call.Request.Headers["Authorization"], await reader.ReadToEndAsync()));
        var (status, body) = Find($"{method} {path}");
        var bytes = Encoding.UTF8.GetBytes(body);
        call.Response.StatusCode = status;
        call.Response.ContentLength64 = bytes.Length;
        await call.Response.OutputStream.WriteAsync(bytes);
        call.Response.OutputStream.Close();
    }

    private (int Status, string Body) Find(string request)
    {
        if (!_answers.TryGetValue(request, out var answers)) return (404, "");
        return answers.Count > 1 && answers.TryDequeue(out var next) ? next : answers.First();
    }
}
