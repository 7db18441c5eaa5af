using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Protocol;

namespace Azure.Data.Tables;

public class TableServiceClient
{
    private const string StorageScope = "https://storage.azure.com/.default";

    private readonly TableRequests _requests;

    public TableServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    public TableServiceClient(string connectionString, TableClientOptions? options = null)
        : this(ConnectionString.Parse(connectionString), options)
    {
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, null)
    {
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
        : this(endpoint, Policy(credential), options)
    {
    }

    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null)
        : this(endpoint, Policy(tokenCredential), options)
    {
    }

    /// <summary>For test doubles, which override what they need.</summary>
    protected TableServiceClient() => _requests = null!;

    private TableServiceClient(ConnectionString connection, TableClientOptions? options)
        : this(connection.Endpoint, connection.Credential, options)
    {
    }

    private TableServiceClient(Uri endpoint, HttpPipelinePolicy authentication, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        options ??= new TableClientOptions();
        // Per retry: a signature has a date, and a token may have to be renewed.
        var pipeline = HttpPipelineBuilder.Build(new HttpPipelineOptions(options)
        {
            PerRetryPolicies = { authentication },
            RequestFailedDetailsParser = ErrorDetails.Parser,
        });
        _requests = new TableRequests(pipeline, endpoint, options.VersionString);
    }

    public virtual TableClient GetTableClient(string tableName)
    {
        ArgumentNullException.ThrowIfNull(tableName);
        return new TableClient(tableName, _requests);
    }

    /// <summary>If the table is there already, that is no error: the raw response has the status 409.</summary>
    public virtual async Task<Response<TableItem>> CreateTableIfNotExistsAsync(
        string tableName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tableName);
        return await GetTableClient(tableName).CreateIfNotExistsAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>If there is no such table, that is no error: the response has the status 404.</summary>
    public virtual async Task<Response> DeleteTableAsync(
        string tableName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tableName);
        var response = await _requests
            .SendAsync(_requests.DeleteTable(tableName), cancellationToken)
            .ConfigureAwait(false);
        return response.Status is 204 or 404 ? response : throw new RequestFailedException(response);
    }

    private static SharedKeyPolicy Policy(TableSharedKeyCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return new SharedKeyPolicy(credential);
    }

    private static BearerTokenAuthenticationPolicy Policy(TokenCredential tokenCredential)
    {
        ArgumentNullException.ThrowIfNull(tokenCredential);
        return new BearerTokenAuthenticationPolicy(tokenCredential, StorageScope);
    }
}
