using System.Globalization;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Protocol;

/// <summary>Each operation of the protocol as a request; a transaction's parts are the same requests, not sent.</summary>
internal sealed class TableRequests(HttpPipeline pipeline, Uri endpoint, string version)
{
    // Types only where JSON has none of its own; "no metadata" would lose Int64, "full" would repeat links.
    private const string MinimalMetadata = "application/json;odata=minimalmetadata";
    private const string Json = "application/json";
    private const string ReturnNoContent = "return-no-content";

    public async Task<Response> SendAsync(Request request, CancellationToken cancellationToken)
    {
        using var message = new HttpMessage(request, pipeline.ResponseClassifier);
        await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response;
    }

    public Request CreateTable(string table)
    {
        var request = Create(RequestMethod.Post, "/Tables");
        request.Headers.Add("Prefer", ReturnNoContent);
        AddContent(request, JsonSerializer.SerializeToUtf8Bytes(new { TableName = table }));
        return request;
    }

    public Request DeleteTable(string table) =>
        Create(RequestMethod.Delete, $"/Tables('{Uri.EscapeDataString(table)}')");

    public Request Get(string table, string partitionKey, string rowKey, IEnumerable<string>? select)
    {
        var request = Create(RequestMethod.Get, EntityPath(table, partitionKey, rowKey));
        AddSelect(request, select);
        return request;
    }

    public Request Insert(string table, ITableEntity entity)
    {
        var request = Create(RequestMethod.Post, $"/{table}");
        request.Headers.Add("Prefer", ReturnNoContent);
        AddContent(request, EntityWriter.ToJson(entity));
        return request;
    }

    /// <summary>With an ETag an update of what is there; without one an upsert.</summary>
    public Request Write(string table, ITableEntity entity, TableUpdateMode mode, ETag ifMatch)
    {
        var method = mode switch
        {
            TableUpdateMode.Merge => RequestMethod.Patch,
            TableUpdateMode.Replace => RequestMethod.Put,
            _ => throw new ArgumentException($"Unexpected value for mode: {mode}", nameof(mode)),
        };
        var request = Create(method, EntityPath(table, entity.PartitionKey, entity.RowKey));
        if (ifMatch != default)
            request.Headers.Add("If-Match", ifMatch.ToString());
        AddContent(request, EntityWriter.ToJson(entity));
        return request;
    }

    public Request Delete(string table, string partitionKey, string rowKey, ETag ifMatch)
    {
        var request = Create(RequestMethod.Delete, EntityPath(table, partitionKey, rowKey));
        request.Headers.Add("If-Match", (ifMatch == default ? ETag.All : ifMatch).ToString());
        return request;
    }

    public Request Query(
        string table, string? filter, int? top, IEnumerable<string>? select, ContinuationToken? from)
    {
        var request = Create(RequestMethod.Get, $"/{table}()");
        if (top is { } count)
            request.Uri.AppendQuery("$top", count.ToString(CultureInfo.InvariantCulture), true);
        AddSelect(request, select);
        if (filter is not null)
            request.Uri.AppendQuery("$filter", filter, true);
        if (from is not null)
            request.Uri.AppendQuery("NextPartitionKey", from.PartitionKey, true);
        if (from?.RowKey is { } rowKey)
            request.Uri.AppendQuery("NextRowKey", rowKey, true);
        return request;
    }

    public Request Transaction(IReadOnlyList<Request> parts)
    {
        var request = Create(RequestMethod.Post, "/$batch");
        request.Headers.Remove("Accept");
        var changes = new ChangeSet(parts);
        request.Headers.SetValue("Content-Type", changes.ContentType);
        request.Content = RequestContent.Create(changes.ToBytes());
        return request;
    }

    private Request Create(RequestMethod method, string path)
    {
        var request = pipeline.CreateRequest();
        request.Method = method;
        request.Uri.Reset(endpoint);
        request.Uri.AppendPath(path, false);
        request.Headers.Add("x-ms-version", version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", MinimalMetadata);
        return request;
    }

    private static void AddContent(Request request, ReadOnlyMemory<byte> json)
    {
        request.Headers.Add("Content-Type", Json);
        request.Content = RequestContent.Create(json);
    }

    private static void AddSelect(Request request, IEnumerable<string>? select)
    {
        if (select is not null)
            request.Uri.AppendQuery("$select", string.Join(',', select), true);
    }

    private static string EntityPath(string table, string partitionKey, string rowKey) =>
        $"/{table}(PartitionKey='{Literal(partitionKey)}',RowKey='{Literal(rowKey)}')";

    private static string Literal(string key) => Uri.EscapeDataString(ODataFilter.Escape(key));
}
