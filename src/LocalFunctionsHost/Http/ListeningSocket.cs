using System.Net;
using System.Net.Sockets;

namespace LocalFunctionsHost.Http;

/// <summary>
/// A port on 127.0.0.1 that is ours before there is a server for it, so that the worker can be started first and told
/// the port. It refuses connections until the server listens.
/// </summary>
internal sealed class ListeningSocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ListeningSocket(int port)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    public int Port { get; }

    /// <summary>For Kestrel's ListenHandle.</summary>
    public ulong Handle => (ulong)_socket.Handle;

    /// <summary>Lets connections wait for the server that comes.</summary>
    public void Listen() => _socket.Listen();

    public void Dispose() => _socket.Dispose();
}
