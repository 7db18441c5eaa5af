using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Dialects.Wire;

namespace Payments.Functions.Http;

/// <summary>A request as a dialect takes it; without its body where that could not be had.</summary>
internal sealed record ReadRequest(WireRequest Request, BodyProblem? Problem);

/// <summary>Reads a request of the Functions host, and its body as it comes in, with a length or in chunks.</summary>
internal static class RequestReader
{
    /// <summary>The largest body that is read: 1 MiB, far above any form of the three APIs.</summary>
    private const int MaxBodyBytes = 1024 * 1024;

    private const int BufferBytes = 16 * 1024;

    public static async Task<ReadRequest> ReadAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        // As they were sent: validated ones are written anew, and a signature may be over them.
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
        catch (BadHttpRequestException refused)
        {
            // Kestrel's own limit is above ours, but it looks at Content-Length before a byte is read.
            var isTooLarge = refused.StatusCode == StatusCodes.Status413PayloadTooLarge;
            return new ReadRequest(wire, isTooLarge ? BodyProblem.TooLarge : BodyProblem.Broken);
        }
        catch (IOException)
        {
            // The connection ended before the body did.
            return new ReadRequest(wire, BodyProblem.Broken);
        }
    }

    /// <summary>Null for one that is too large.</summary>
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
