using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Payments.Tables.Availability;
using Payments.Tables.Storage;
using Payments.Testing;

namespace Payments.Tables.Tests;

/// <summary>An Azurite with the service's tables, as they are at startup.</summary>
public sealed class TablesFixture : IAsyncLifetime
{
    private readonly AzuriteFixture _azurite = new();

    /// <summary>A client with the options of the service.</summary>
    public TableServiceClient Service => ConnectClient(transport: null);

    public StorageAccounts Accounts => Connect();

    public async ValueTask InitializeAsync()
    {
        await _azurite.InitializeAsync();
        using var tables = new TableInitializer(Accounts, TimeProvider.System, NullLogger<TableInitializer>.Instance);
        await tables.StartingAsync(default);
    }

    public ValueTask DisposeAsync() => _azurite.DisposeAsync();

    /// <summary>The account as the service uses it, optionally over another transport.</summary>
    public StorageAccounts Connect(HttpPipelineTransport? transport = null) =>
        new([ConnectClient(transport)], areChecked: true);

    private TableServiceClient ConnectClient(HttpPipelineTransport? transport)
    {
        var options = TablesRegistration.CreateOptions(TimeProvider.System);
        if (transport is not null) options.Transport = transport;
        return new TableServiceClient(_azurite.ConnectionString, options);
    }

    public string ConnectionString => _azurite.ConnectionString;

    public async Task<List<TableEntity>> RowsAsync(string table, string partition)
    {
        var rows = new List<TableEntity>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        await foreach (var row in Service.GetTableClient(table).QueryAsync<TableEntity>(filter)) rows.Add(row);
        return rows;
    }
}
