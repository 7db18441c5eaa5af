using System.Net.Sockets;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Transport;

namespace LocalServiceBus.Amqp;

/// <summary>
/// An accepted connection. The library's own transport can only be had through its TCP listener, which can't report the
/// free port that it took, lets two processes share a port (SO_REUSEPORT), and looks up this machine's name in DNS
/// first.
/// </summary>
internal sealed class SocketTransport : TransportBase, IDisposable
{
    private const int ReceiveBufferBytes = 64 * 1024;

    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _sending = new();
    private readonly SocketAsyncEventArgs _receiving = new();
    private readonly byte[] _received = new byte[ReceiveBufferBytes];
    private int _start;
    private int _end;

    public SocketTransport(Socket socket)
        : base("tcp")
    {
        _socket = socket;
        _socket.NoDelay = true;
        LocalEndPoint = socket.LocalEndPoint!.ToString()!;
        RemoteEndPoint = socket.RemoteEndPoint!.ToString()!;
        _receiving.SetBuffer(_received);
        _receiving.Completed += (_, _) => OnReceived();
        _sending.Completed += (_, _) => OnSent();
    }

    public override string LocalEndPoint { get; }

    public override string RemoteEndPoint { get; }

    public override void SetMonitor(ITransportMonitor usageMeter)
    {
    }

    /// <summary>Returns true if the write completes later, by callback.</summary>
    public override bool WriteAsync(TransportAsyncCallbackArgs args)
    {
        if (args.Buffer is not null)
        {
            _sending.BufferList = null;
            _sending.SetBuffer(args.Buffer, args.Offset, args.Count);
        }
        else
        {
            _sending.SetBuffer(null, 0, 0);
            _sending.BufferList =
                [.. args.ByteBufferList.Select(part => new ArraySegment<byte>(part.Buffer, part.Offset, part.Length))];
        }

        _sending.UserToken = args;
        if (_socket.SendAsync(_sending))
            return true;

        EndWrite(args, completedSynchronously: true);
        return false;
    }

    /// <summary>
    /// Returns true if the read completes later, by callback. Bytes received beyond it are kept for the next read.
    /// </summary>
    public override bool ReadAsync(TransportAsyncCallbackArgs args)
    {
        if (_start == _end)
        {
            _receiving.UserToken = args;
            if (_socket.ReceiveAsync(_receiving))
                return true;

            TakeReceived(args);
        }

        EndRead(args, completedSynchronously: true);
        return false;
    }

    public void Dispose() => Abort();

    protected override bool CloseInternal()
    {
        AbortInternal();
        return true;
    }

    protected override void AbortInternal()
    {
        _socket.Dispose();
        _sending.Dispose();
        _receiving.Dispose();
    }

    private void OnReceived()
    {
        var args = (TransportAsyncCallbackArgs)_receiving.UserToken!;
        TakeReceived(args);
        EndRead(args, completedSynchronously: false);
        args.CompletedCallback(args);
    }

    private void OnSent()
    {
        var args = (TransportAsyncCallbackArgs)_sending.UserToken!;
        EndWrite(args, completedSynchronously: false);
        args.CompletedCallback(args);
    }

    private void TakeReceived(TransportAsyncCallbackArgs args)
    {
        args.Exception = ErrorOf(_receiving);
        (_start, _end) = (0, args.Exception is null ? _receiving.BytesTransferred : 0);
    }

    private void EndRead(TransportAsyncCallbackArgs args, bool completedSynchronously)
    {
        var count = Math.Min(args.Count, _end - _start);
        _received.AsSpan(_start, count).CopyTo(args.Buffer.AsSpan(args.Offset, count));
        _start += count;
        args.BytesTransfered = count;
        args.CompletedSynchronously = completedSynchronously;
    }

    private void EndWrite(TransportAsyncCallbackArgs args, bool completedSynchronously)
    {
        args.Exception = ErrorOf(_sending);
        args.BytesTransfered = args.Exception is null ? _sending.BytesTransferred : 0;
        args.CompletedSynchronously = completedSynchronously;
    }

    private static SocketException? ErrorOf(SocketAsyncEventArgs operation) =>
        operation.SocketError == SocketError.Success ? null : new SocketException((int)operation.SocketError);
}
