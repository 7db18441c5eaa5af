using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Wire;

namespace Payments.Functions.Http;

/// <summary>A request for a dialect; without its body if that could not be read.</summary>
internal sealed record ReadRequest(WireRequest Request, BodyProblem? Problem);

/// <summary>Reads a request of the Functions host and its body, with a length or chunked.</summary>
internal static class RequestReader
{
    /// <summary>1 MiB, far above any request of the three APIs.</summary>
    private const int MaxBodyBytes = 1024 * 1024;

    private const int BufferBytes = 16 * 1024;

    public static async Task<ReadRequest> ReadAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        // As they were sent: validation rewrites values, and a signature may cover them.
        var headers = request.Headers.NonValidated.ToImmutableDictionary(
            header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        var wire = new WireRequest(
            request.Method.ToUpperInvariant(), SentAddress.Read(request), headers, ReadOnlyMemory<byte>.Empty);
        try
        {
            return await ReadBodyAsync(request, cancellationToken) is { } body
                ? new ReadRequest(wire with { Body = body }, null)
                : new ReadRequest(wire, BodyProblem.TooLarge);
        }
        catch (BadHttpRequestException rejected)
        {
            // Kestrel's own limit is higher, but it checks Content-Length before a byte is read.
            var isTooLarge = rejected.StatusCode == StatusCodes.Status413PayloadTooLarge;
            return new ReadRequest(wire, isTooLarge ? BodyProblem.TooLarge : BodyProblem.Broken);
        }
        catch (IOException)
        {
            // The connection ended in the middle of the body.
            return new ReadRequest(wire, BodyProblem.Broken);
        }
    }

    /// <summary>Null if it is too large.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > MaxBodyBytes) return null;
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
