using System.Net;
using System.Net.Sockets;
using Microsoft.Azure.Amqp.Transport;

namespace LocalServiceBus.Amqp;

/// <summary>Listens on a port of the loopback address only; port 0 takes any free port.</summary>
internal sealed class LoopbackListener : TransportListener, IDisposable
{
    private const int Backlog = 128;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Takes the port, but accepts no connection before <see cref="TransportListener.Listen"/>.</summary>
    public LoopbackListener(int port)
        : base("loopback-listener")
    {
        try
        {
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        }
        catch (SocketException taken)
        {
            _socket.Dispose();
            throw new IOException($"Port {port} is in use: {taken.Message}.", taken);
        }
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void Dispose() => Abort();

    protected override void OnListen()
    {
        _socket.Listen(Backlog);
        _ = AcceptAllAsync();
    }

    protected override bool CloseInternal()
    {
        _socket.Dispose();
        return true;
    }

    protected override void AbortInternal() => _socket.Dispose();

    private async Task AcceptAllAsync()
    {
        while (await AcceptAsync().ConfigureAwait(false) is { } accepted)
        {
            try
            {
                var transport = new SocketTransport(accepted);
                transport.Open();
                OnTransportAccepted(
                    new TransportAsyncCallbackArgs { Transport = transport, CompletedSynchronously = true });
            }
            catch (SocketException)
            {
                // The client disconnected before it was accepted.
                accepted.Dispose();
            }
        }
    }

    /// <summary>Returns null once the listener is closed.</summary>
    private async Task<Socket?> AcceptAsync()
    {
        while (true)
        {
            try
            {
                return await _socket.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception closed) when (closed is ObjectDisposedException
                or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return null;
            }
            catch (SocketException aborted) when (aborted.SocketErrorCode == SocketError.ConnectionAborted)
            {
                // The client disconnected before it was accepted.
            }
        }
    }
}
