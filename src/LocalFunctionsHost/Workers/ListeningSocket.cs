using System.Net;
using System.Net.Sockets;

namespace LocalFunctionsHost.Workers;

/// <summary>
/// A free port on 127.0.0.1, taken before its server exists, so that a worker can be given it at once; connections wait
/// until then.
/// </summary>
internal sealed class ListeningSocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ListeningSocket()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen();
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    public int Port { get; }

    public ulong Handle => (ulong)_socket.Handle;

    public void Dispose() => _socket.Dispose();
}
