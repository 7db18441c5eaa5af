using System.Net;
using System.Net.Sockets;

namespace LocalServiceBus.Tests;

/// <summary>A proxy between a client and the server, which lets a test cut their connection as a kill would.</summary>
internal sealed class Relay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private TcpClient? _near;
    private TcpClient? _far;

    public Relay(int target)
    {
        _target = target;
        _listener.Start();
        _ = RelayAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Ends the connection without any AMQP.</summary>
    public void Cut()
    {
        _near?.Dispose();
        _far?.Dispose();
    }

    public void Dispose()
    {
        Cut();
        _listener.Dispose();
    }

    private async Task RelayAsync()
    {
        _near = await _listener.AcceptTcpClientAsync();
        _far = new TcpClient();
        await _far.ConnectAsync(IPAddress.Loopback, _target);
        _listener.Stop();
        _ = _near.GetStream().CopyToAsync(_far.GetStream());
        _ = _far.GetStream().CopyToAsync(_near.GetStream());
    }
}
