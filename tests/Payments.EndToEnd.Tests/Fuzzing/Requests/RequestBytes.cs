using System.Globalization;
using System.Text;

namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>A request as it is sent.</summary>
/// <param name="Head">Request line and headers, as text of one byte a character.</param>
internal sealed record WrittenRequest(Draft Draft, byte[] Head, byte[] Body)
{
    /// <summary>For people: control characters and what is no ASCII are escaped.</summary>
    public string Describe()
    {
        const int MaxLength = 2_000;
        var text = new StringBuilder();
        foreach (var value in Head.Concat(Body).Take(MaxLength))
        {
            if (value is (>= 0x20 and < 0x7f) or (byte)'\n') text.Append((char)value);
            else if (value != '\r') text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
        }

        if (Head.Length + Body.Length > MaxLength)
            text.Append(CultureInfo.InvariantCulture, $"… {Head.Length + Body.Length} bytes");
        return text.ToString();
    }
}

/// <summary>Writes a request, with the credentials of the moment.</summary>
internal static class RequestBytes
{
    private const int ChunkBytes = 700;

    public static WrittenRequest Write(Draft draft, Callers callers)
    {
        var body = draft.Bytes ?? Encoding.UTF8.GetBytes(draft.Json?.ToString() ?? "");
        var hasBody = draft.Bytes is not null || draft.Json is not null || draft.Framing == Framing.BrokenChunks;
        var head = new StringBuilder();
        var query = draft.Query.Count == 0 ? "" : $"?{string.Join('&', draft.Query)}";
        head.Append(CultureInfo.InvariantCulture, $"{draft.Method} /{string.Join('/', draft.Segments)}{query} ");
        head.Append(CultureInfo.InvariantCulture, $"{draft.Version}\r\n");
        if (draft.Host is { } host) Add(head, "Host", host);
        foreach (var (name, value) in callers.Authenticate(draft, body)) Add(head, name, value);
        if (hasBody) Add(head, "Content-Type", draft.ContentType ?? "application/json");
        if (hasBody && draft.Framing is Framing.Length or Framing.HangUp)
            Add(head, "Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));
        if (hasBody && draft.Framing is Framing.Chunked or Framing.BrokenChunks)
            Add(head, "Transfer-Encoding", "chunked");
        foreach (var (name, value) in draft.Headers) Add(head, name, value);
        head.Append("\r\n");
        return new WrittenRequest(draft, Encoding.UTF8.GetBytes(head.ToString()), hasBody ? Frame(draft, body) : []);
    }

    private static void Add(StringBuilder head, string name, string value) =>
        head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");

    private static byte[] Frame(Draft draft, byte[] body) => draft.Framing switch
    {
        Framing.Chunked => [.. body.Chunk(ChunkBytes).SelectMany(ToChunk), .. "0\r\n\r\n"u8],
        Framing.BrokenChunks => [.. body.Chunk(ChunkBytes).Take(1).SelectMany(ToChunk), .. "ZZ\r\n{\"a\":1}\r\n"u8],
        Framing.HangUp => body[..(body.Length / 2)],
        _ => body,
    };

    private static byte[] ToChunk(byte[] piece) =>
        [.. Encoding.ASCII.GetBytes($"{piece.Length:x};a=b\r\n"), .. piece, .. "\r\n"u8];
}
