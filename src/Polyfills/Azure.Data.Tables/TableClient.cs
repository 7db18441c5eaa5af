using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Protocol;

namespace Azure.Data.Tables;

public partial class TableClient
{
    private readonly TableRequests _requests;

    /// <summary>For test doubles, which override what they need.</summary>
    protected TableClient() => (Name, _requests) = (null!, null!);

    internal TableClient(string tableName, TableRequests requests) => (Name, _requests) = (tableName, requests);

    public virtual string Name { get; }

    public static string CreateQueryFilter(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ODataFilter.Create(filter);
    }

    /// <summary>If the table is there already, that is no error: the raw response has the status 409.</summary>
    public virtual async Task<Response<TableItem>> CreateIfNotExistsAsync(
        CancellationToken cancellationToken = default)
    {
        var response = await _requests.SendAsync(_requests.CreateTable(Name), cancellationToken).ConfigureAwait(false);
        if (response.Status is not (201 or 204))
        {
            var failure = new RequestFailedException(response);
            if (failure.Status != 409 || failure.ErrorCode == TableErrorCode.TableBeingDeleted.ToString())
                throw failure;
        }

        return Response.FromValue(new TableItem(Name), response);
    }

    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await SendGetAsync(partitionKey, rowKey, select, cancellationToken).ConfigureAwait(false);
        return response.Status == 200 ? ToEntity<T>(response) : throw new RequestFailedException(response);
    }

    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await SendGetAsync(partitionKey, rowKey, select, cancellationToken).ConfigureAwait(false);
        return response.Status switch
        {
            200 => ToEntity<T>(response),
            404 => new NoValueResponse<T>(response),
            _ => throw new RequestFailedException(response),
        };
    }

    public virtual AsyncPageable<T> QueryAsync<T>(
        string? filter = null,
        int? maxPerPage = null,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        new EntityPages<T>(_requests, Name, filter, maxPerPage, select?.ToList(), cancellationToken);

    private Task<Response> SendGetAsync(
        string partitionKey, string rowKey, IEnumerable<string>? select, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        return _requests.SendAsync(_requests.Get(Name, partitionKey, rowKey, select), cancellationToken);
    }

    private static Response<T> ToEntity<T>(Response response)
        where T : class, ITableEntity
    {
        using var document = JsonDocument.Parse(response.Content.ToMemory());
        return Response.FromValue(EntityReader.Read<T>(document.RootElement), response);
    }
}
