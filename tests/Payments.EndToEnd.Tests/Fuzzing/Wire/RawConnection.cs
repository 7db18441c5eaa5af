using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Payments.EndToEnd.Tests.Fuzzing.Wire;

/// <summary>
/// A connection that sends whatever bytes it is given: no HTTP client would send the requests of a fuzzer. It is kept
/// as long as the server allows it.
/// </summary>
internal sealed class RawConnection(string host, int port) : IDisposable
{
    private const int BufferBytes = 16 * 1024;
    private const int MaxHeadBytes = 64 * 1024;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private TcpClient? _client;
    private int _start;
    private int _end;

    /// <summary>Sends a request and reads its response.</summary>
    /// <param name="isOdd">
    /// Whether server and client may disagree where the request ends: the connection is not used again.
    /// </param>
    /// <exception cref="IOException">The connection ended before the response did.</exception>
    public async Task<RawResponse> SendAsync(
        ReadOnlyMemory<byte> request, bool isHead, bool isOdd, CancellationToken cancellationToken)
    {
        var stream = await OpenAsync(cancellationToken);
        // A server may respond to a request that it has not read to its end, and close the connection.
        var sending = stream.WriteAsync(request, cancellationToken).AsTask();
        try
        {
            var response = await ReadAsync(stream, isHead, cancellationToken);
            if (isOdd || response.Closes || !sending.IsCompletedSuccessfully) Close();
            return response;
        }
        catch
        {
            Close();
            throw;
        }
        finally
        {
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends a part of a request, and closes the connection.</summary>
    public async Task HangUpAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        var stream = await OpenAsync(cancellationToken);
        await stream.WriteAsync(request, cancellationToken);
        Close();
    }

    public void Dispose() => Close();

    private async Task<NetworkStream> OpenAsync(CancellationToken cancellationToken)
    {
        if (_client is not null) return _client.GetStream();
        (_start, _end) = (0, 0);
        _client = new TcpClient { NoDelay = true };
        await _client.ConnectAsync(host, port, cancellationToken);
        return _client.GetStream();
    }

    private void Close()
    {
        _client?.Dispose();
        _client = null;
    }

    private async Task<RawResponse> ReadAsync(
        NetworkStream stream, bool isHead, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (status, version, headers) = await ReadHeadAsync(stream, cancellationToken);
            // An interim response: 100 Continue.
            if (status is >= 100 and < 200) continue;
            var response = new RawResponse(status, headers, [], false);
            var length = response.Header("Content-Length");
            var isChunked = response.Header("Transfer-Encoding") == "chunked";
            var endsWithBody = isHead || status is 204 or 304 || length is not null || isChunked;
            var body = isHead || status is 204 or 304 ? []
                : isChunked ? await ReadChunksAsync(stream, cancellationToken)
                : length is not null
                ? await ReadExactlyAsync(stream, int.Parse(length, CultureInfo.InvariantCulture), cancellationToken)
                : await ReadToEndAsync(stream, cancellationToken);
            var closes = !endsWithBody || version == "HTTP/1.0"
                || "close".Equals(response.Header("Connection"), StringComparison.OrdinalIgnoreCase);
            return response with { Body = body, Closes = closes };
        }
    }

    private async Task<(int Status, string Version, List<(string, string)> Headers)> ReadHeadAsync(
        NetworkStream stream, CancellationToken cancellationToken)
    {
        var line = (await ReadLineAsync(stream, cancellationToken)).Split(' ', 3);
        if (line.Length < 2 || !int.TryParse(line[1], CultureInfo.InvariantCulture, out var status))
            throw new IOException($"No status line: {string.Join(' ', line)}");
        var headers = new List<(string, string)>();
        while (await ReadLineAsync(stream, cancellationToken) is { Length: > 0 } header)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1) throw new IOException($"No header: {header}");
            headers.Add((header[..colon], header[(colon + 1)..].Trim()));
        }

        return (status, line[0], headers);
    }

    private async Task<string> ReadLineAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            var value = await ReadByteAsync(stream, cancellationToken);
            if (value < 0) throw new IOException("The connection ended before the response did.");
            if (value == '\n') return line.ToString().TrimEnd('\r');
            line.Append((char)value);
            if (line.Length > MaxHeadBytes) throw new IOException("A line of the response does not end.");
        }
    }

    private async ValueTask<int> ReadByteAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        if (_start == _end && !await FillAsync(stream, cancellationToken)) return -1;
        return _buffer[_start++];
    }

    private async ValueTask<bool> FillAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }

    private async Task<byte[]> ReadExactlyAsync(NetworkStream stream, int length, CancellationToken cancellationToken)
    {
        var body = new byte[length];
        for (var read = 0; read < length;)
        {
            if (_start == _end && !await FillAsync(stream, cancellationToken))
                throw new IOException("The connection ended in the middle of a body.");
            var count = Math.Min(length - read, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(body.AsSpan(read));
            (_start, read) = (_start + count, read + count);
        }

        return body;
    }

    private async Task<byte[]> ReadChunksAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var body = new List<byte>();
        while (true)
        {
            var length = Convert.ToInt32((await ReadLineAsync(stream, cancellationToken)).Split(';')[0], 16);
            body.AddRange(await ReadExactlyAsync(stream, length, cancellationToken));
            await ReadLineAsync(stream, cancellationToken);
            if (length == 0) return [.. body];
        }
    }

    private async Task<byte[]> ReadToEndAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var body = new List<byte>();
        int value;
        while ((value = await ReadByteAsync(stream, cancellationToken)) >= 0) body.Add((byte)value);
        return [.. body];
    }
}
