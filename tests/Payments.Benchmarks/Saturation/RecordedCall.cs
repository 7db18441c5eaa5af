using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Core;

namespace Payments.Benchmarks.Saturation;

/// <summary>What a call asked the table service to do.</summary>
internal enum CallKind
{
    /// <summary>Reads one entity by its full key.</summary>
    Read,

    /// <summary>Reads entities by a filter.</summary>
    Query,

    /// <summary>Writes one entity.</summary>
    Write,

    /// <summary>An entity group transaction.</summary>
    Transaction,
}

/// <summary>A call, as far as a bare client needs it to make one like it.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Bytes">Of the body: the request's if it writes, else the response's.</param>
/// <param name="Found">Whether what it reads existed.</param>
/// <param name="Table">The table.</param>
/// <param name="Replaces">For each operation of a transaction, whether it replaces an entity that exists.</param>
internal sealed partial record RecordedCall(
    CallKind Kind, int Bytes, bool Found, string Table, ImmutableArray<bool> Replaces)
{
    public static RecordedCall From(HttpMessage message)
    {
        var request = message.Request;
        var body = ReadBody(request);
        var path = request.Uri.Path;
        if (path.EndsWith("$batch", StringComparison.Ordinal))
        {
            var operations = Operation().Matches(body).Select(found => body.IndexOf(
                "If-Match", found.Index, EndOf(body, found.Index) - found.Index, StringComparison.Ordinal) >= 0);
            return new RecordedCall(CallKind.Transaction, body.Length, true, ReadTable(body), [.. operations]);
        }

        var table = ReadTable(request.Uri.ToString());
        if (request.Method != RequestMethod.Get) return new RecordedCall(CallKind.Write, body.Length, true, table, []);
        var bytes = message.Response.Headers.ContentLength ?? (int?)message.Response.ContentStream?.Length ?? 0;
        var isByKey = path.Contains("RowKey", StringComparison.Ordinal);
        return new RecordedCall(
            isByKey ? CallKind.Read : CallKind.Query, bytes, message.Response.Status == 200, table, []);
    }

    /// <summary>The table in the first address: <c>http://host/account/table(keys)</c>.</summary>
    private static string ReadTable(string text) => Address().Match(text).Groups["table"].Value;

    /// <summary>The end of an operation within a transaction: the beginning of the next.</summary>
    private static int EndOf(string body, int start)
    {
        var end = body.IndexOf("--changeset", start, StringComparison.Ordinal);
        return end < 0 ? body.Length : end;
    }

    private static string ReadBody(Request request)
    {
        if (request.Content is null) return "";
        using var copy = new MemoryStream();
        request.Content.WriteTo(copy, CancellationToken.None);
        return Encoding.UTF8.GetString(copy.GetBuffer(), 0, (int)copy.Length);
    }

    [GeneratedRegex("https?://[^/]+/[^/]+/(?<table>[A-Za-z0-9]+)")]
    private static partial Regex Address();

    [GeneratedRegex("^(POST|PUT|PATCH|MERGE|DELETE) http", RegexOptions.Multiline)]
    private static partial Regex Operation();
}
