using System.Net;
using System.Net.Sockets;
using Microsoft.Azure.Amqp.Transport;

namespace LocalServiceBus.Amqp;

/// <summary>Listens on a port of the loopback address, and on no other address; port 0 is any that is free.</summary>
internal sealed class LoopbackListener : TransportListener, IDisposable
{
    private const int Backlog = 128;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Takes the port; nobody is let in before <see cref="TransportListener.Listen"/>.</summary>
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
            throw new IOException($"Port {port} is not free: {taken.Message}.", taken);
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
                // The client has gone before it was let in.
                accepted.Dispose();
            }
        }
    }

    /// <summary>Null when the listener is closed.</summary>
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
                // The client has gone before it was let in.
            }
        }
    }
}
