using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Payments.Benchmarks.Load;

/// <summary>
/// A connection of HTTP/1.1 that is kept open. It does so little that the CPU is left to the service: a request is
/// bytes prepared before, and of a response only the status and the length are read.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    private const int BufferBytes = 16 * 1024;
    private const int StatusAt = 9;
    private const int StatusDigits = 3;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
    };

    private readonly byte[] _buffer = new byte[BufferBytes];

    private LoadConnection()
    {
    }

    public static async Task<LoadConnection> OpenAsync(int port)
    {
        var connection = new LoadConnection();
        await connection._socket.ConnectAsync(IPAddress.Loopback, port);
        return connection;
    }

    /// <summary>The body of the last response; the next request overwrites it.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Sends a request, and returns the status of the response.</summary>
    public async Task<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        var filled = 0;
        int head;
        do
        {
            filled += await ReceiveAsync(filled);
            head = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }
        while (head < 0);

        var status = int.Parse(_buffer.AsSpan(StatusAt, StatusDigits), CultureInfo.InvariantCulture);
        var end = head + 4 + ReadLength(_buffer.AsSpan(0, head));
        while (filled < end) filled += await ReceiveAsync(filled);
        Body = _buffer.AsMemory((head + 4)..end);
        return status;
    }

    public void Dispose() => _socket.Dispose();

    private async Task<int> ReceiveAsync(int filled)
    {
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(filled));
        return received > 0 ? received : throw new IOException("The service closed the connection.");
    }

    private static int ReadLength(ReadOnlySpan<byte> head)
    {
        var text = Encoding.ASCII.GetString(head);
        const string Name = "\r\nContent-Length: ";
        var start = text.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (start < 0) return 0;
        start += Name.Length;
        var end = text.IndexOf('\r', start);
        return int.Parse(text.AsSpan(start, (end < 0 ? text.Length : end) - start), provider: null);
    }
}
