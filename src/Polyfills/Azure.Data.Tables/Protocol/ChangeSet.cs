using System.Text;
using Azure.Core;

namespace Azure.Data.Tables.Protocol;

/// <summary>
/// A transaction's body: a multipart/mixed batch of one change set, whose parts are HTTP requests as text.
/// </summary>
internal sealed class ChangeSet(IReadOnlyList<Request> parts)
{
    private readonly string _batch = $"batch_{Guid.NewGuid()}";
    private readonly string _changes = $"changeset_{Guid.NewGuid()}";

    public string ContentType => $"multipart/mixed; boundary={_batch}";

    public ReadOnlyMemory<byte> ToBytes()
    {
        using var body = new MemoryStream();
        AddText(body, $"--{_batch}\r\nContent-Type: multipart/mixed; boundary={_changes}\r\n\r\n");
        foreach (var part in parts)
            AddPart(body, part);
        AddText(body, $"--{_changes}--\r\n\r\n--{_batch}--\r\n");
        return body.ToArray();
    }

    private void AddPart(MemoryStream body, Request part)
    {
        var head = new StringBuilder()
            .Append("--").Append(_changes).Append("\r\n")
            .Append("Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n")
            .Append(part.Method.Method).Append(' ').Append(part.Uri.ToUri().AbsoluteUri).Append(" HTTP/1.1\r\n");
        foreach (var header in part.Headers)
            head.Append(header.Name).Append(": ").Append(header.Value).Append("\r\n");
        AddText(body, head.Append("\r\n").ToString());
        part.Content?.WriteTo(body, default);
        AddText(body, "\r\n");
    }

    private static void AddText(MemoryStream body, string text) => body.Write(Encoding.UTF8.GetBytes(text));
}
