using System.Globalization;

namespace Azure.Data.Tables.Protocol;

/// <summary>
/// Reads a transaction's answer: as many answers as there were actions, or, when it was refused, the refused
/// action's alone.
/// </summary>
internal static class ChangeSetResponse
{
    private const string StatusLine = "HTTP/1.1 ";

    public static IReadOnlyList<Response> Parse(Response response)
    {
        var parts = new List<Response>();
        using var lines = new StreamReader(response.Content.ToStream());
        while (lines.ReadLine() is { } line)
        {
            // Boundaries and the parts' own headers come first; what counts begins with a status line.
            if (line.StartsWith(StatusLine, StringComparison.Ordinal))
                parts.Add(ParsePart(line, lines, response.ClientRequestId));
        }

        return parts;
    }

    private static PartResponse ParsePart(string statusLine, StreamReader lines, string clientRequestId)
    {
        var status = statusLine[StatusLine.Length..].Split(' ', 2);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (lines.ReadLine() is { Length: > 0 } line)
        {
            if (line.Split(':', 2) is [var name, var value])
                headers[name] = value.Trim();
        }

        var body = new List<string>();
        while (lines.ReadLine() is { } line && !IsBoundary(line))
            body.Add(line);
        return new PartResponse(
            int.Parse(status[0], CultureInfo.InvariantCulture),
            status is [_, var reason] ? reason : string.Empty,
            headers,
            string.Join('\n', body).Trim(),
            clientRequestId);
    }

    private static bool IsBoundary(string line) =>
        line.StartsWith("--changesetresponse_", StringComparison.Ordinal)
        || line.StartsWith("--batchresponse_", StringComparison.Ordinal);
}
