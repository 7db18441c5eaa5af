using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Wire;

namespace Payments.Functions.Http;

/// <summary>A request for a dialect; without its body if that could not be read.</summary>
internal sealed record ReadRequest(WireRequest Request, BodyProblem? Problem);

/// <summary>Reads a request of the Functions host and its body, with a length or chunked.</summary>
internal static class RequestReader
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>A request with its headers, as they were sent: a signature may cover them.</summary>
    public static WireRequest ReadHead(HttpRequestData request)
    {
        // Validation would rewrite values.
        var headers = request.Headers.NonValidated.ToImmutableDictionary(
            header => header.Key, header => Join(header.Value), StringComparer.OrdinalIgnoreCase);
        return new WireRequest(
            request.Method.ToUpperInvariant(), SentAddress.Read(request), headers, ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>Nearly all headers are sent once: then there is nothing to join.</summary>
    private static string Join(HeaderStringValues values) =>
        values.Count == 1 ? values.ToString() : string.Join(",", values);

    /// <summary>Whether a body follows: it is announced by its length, or comes in chunks.</summary>
    public static bool HasBody(WireRequest head) => LengthOf(head) > 0 || head.Header("Transfer-Encoding") is not null;

    /// <summary>
    /// The request with its body. A body that is too long, incomplete or too slow is the sender's problem, not a fault.
    /// </summary>
    /// <param name="maxBytes">The longest body; 0 if none is wanted, whatever follows the headers.</param>
    /// <param name="timeout">Canceled if the body takes too long.</param>
    /// <param name="cancellation">Canceled then too, and if the caller disconnects.</param>
    public static async Task<ReadRequest> ReadBodyAsync(
        HttpRequestData request,
        WireRequest head,
        int maxBytes,
        CancellationTokenSource timeout,
        CancellationToken cancellation)
    {
        if (maxBytes == 0) return new ReadRequest(head, null);
        if (LengthOf(head) > maxBytes) return new ReadRequest(head, BodyProblem.TooLarge);
        try
        {
            return await ReadBodyAsync(request, maxBytes, cancellation) is { } body
                ? new ReadRequest(head with { Body = body }, null)
                : new ReadRequest(head, BodyProblem.TooLarge);
        }
        catch (BadHttpRequestException rejected)
        {
            return new ReadRequest(head, ToProblem(rejected.StatusCode));
        }
        catch (IOException)
        {
            // The connection ended in the middle of the body.
            return new ReadRequest(head, BodyProblem.Broken);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new ReadRequest(head, BodyProblem.TooSlow);
        }
    }

    private static long? LengthOf(WireRequest head) =>
        long.TryParse(head.Header("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : null;

    /// <summary>What Kestrel rejects while a body arrives.</summary>
    private static BodyProblem ToProblem(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => BodyProblem.TooLarge,
        StatusCodes.Status408RequestTimeout => BodyProblem.TooSlow,
        _ => BodyProblem.Broken,
    };

    /// <summary>
    /// Null if it is too large. The buffer is shared by all requests, and cleared because a body may have a card number
    /// in it. After a fault it is not returned: a read that was given up may still write into it.
    /// </summary>
    private static async Task<byte[]?> ReadBodyAsync(
        HttpRequestData request, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        var length = 0;
        int read;
        while ((read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
        {
            length += read;
            if (length > maxBytes) break;
            if (length == buffer.Length) buffer = Grow(buffer);
        }

        var body = length > maxBytes ? null : buffer[..length];
        Return(buffer, length);
        return body;
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        buffer.CopyTo(larger, 0);
        Return(buffer, buffer.Length);
        return larger;
    }

    private static void Return(byte[] buffer, int used)
    {
        Array.Clear(buffer, 0, used);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
