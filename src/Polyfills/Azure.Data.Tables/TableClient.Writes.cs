using Azure.Core;
using Azure.Data.Tables.Protocol;

namespace Azure.Data.Tables;

public partial class TableClient
{
    public virtual async Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        RequireKeys(entity);
        return await WriteAsync(_requests.Insert(Name, entity), cancellationToken).ConfigureAwait(false);
    }

    public virtual async Task<Response> UpdateEntityAsync<T>(
        T entity,
        ETag ifMatch,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        RequireKeys(entity);
        if (ifMatch == default)
            throw new ArgumentException("Value cannot be empty.", nameof(ifMatch));
        return await WriteAsync(_requests.Write(Name, entity, mode, ifMatch), cancellationToken).ConfigureAwait(false);
    }

    public virtual async Task<Response> UpsertEntityAsync<T>(
        T entity,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        RequireKeys(entity);
        return await WriteAsync(_requests.Write(Name, entity, mode, default), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>If there is no such entity, that is no error: the response has the status 404.</summary>
    public virtual async Task<Response> DeleteEntityAsync(
        string partitionKey,
        string rowKey,
        ETag ifMatch = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        var request = _requests.Delete(Name, partitionKey, rowKey, ifMatch);
        var response = await _requests.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.Status is 204 or 404 ? response : throw new RequestFailedException(response);
    }

    /// <summary>All of the actions, or none: they must be on one partition.</summary>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var parts = transactionActions.Select(ToRequest).ToList();
        if (parts.Count == 0)
            throw new InvalidOperationException("Cannot submit an empty batch");

        var request = _requests.Transaction(parts);
        var response = await _requests.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Status != 202)
            throw new RequestFailedException(response);

        var answers = ChangeSetResponse.Parse(response);
        if (answers is [{ Status: >= 400 } refusal])
        {
            throw new TableTransactionFailedException(
                new RequestFailedException(refusal, null, ErrorDetails.Parser));
        }

        return Response.FromValue(answers, response);
    }

    private Request ToRequest(TableTransactionAction action)
    {
        var entity = action.Entity;
        return action.ActionType switch
        {
            TableTransactionActionType.Add => _requests.Insert(Name, entity),
            TableTransactionActionType.UpdateMerge =>
                _requests.Write(Name, entity, TableUpdateMode.Merge, action.ETag),
            TableTransactionActionType.UpdateReplace =>
                _requests.Write(Name, entity, TableUpdateMode.Replace, action.ETag),
            TableTransactionActionType.UpsertMerge => _requests.Write(Name, entity, TableUpdateMode.Merge, default),
            TableTransactionActionType.UpsertReplace =>
                _requests.Write(Name, entity, TableUpdateMode.Replace, default),
            TableTransactionActionType.Delete =>
                _requests.Delete(Name, entity.PartitionKey, entity.RowKey, action.ETag),
            _ => throw new InvalidOperationException("Unknown request type."),
        };
    }

    private async Task<Response> WriteAsync(Request request, CancellationToken cancellationToken)
    {
        var response = await _requests.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.Status is 201 or 204 ? response : throw new RequestFailedException(response);
    }

    private static void RequireKeys(ITableEntity? entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(entity.PartitionKey);
        ArgumentNullException.ThrowIfNull(entity.RowKey);
    }
}
