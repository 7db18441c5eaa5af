using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Payments.EndToEnd.Tests.Fuzzing;

/// <summary>
/// A server that gives every request the same response, and closes the connection. An empty response is a dropped
/// connection; for null there is none, and the connection stays open.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string? _response;
    private readonly Task _serving;

    public ScriptedServer(string? response)
    {
        _response = response;
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var answered = new List<Task>();
        try
        {
            while (true) answered.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        finally
        {
            await Task.WhenAll(answered);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            var buffer = new byte[16 * 1024];
            _ = await connection.GetStream().ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: false, _stop.Token);
            if (_response is null) await Task.Delay(Timeout.Infinite, _stop.Token);
            await connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes(_response!), _stop.Token);
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The fuzzer, or the test, has had enough.
        }
    }
}
