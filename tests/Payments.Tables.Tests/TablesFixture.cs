using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Payments.Tables.Availability;
using Payments.Testing;

namespace Payments.Tables.Tests;

/// <summary>An Azurite with the service's tables, as they are at startup.</summary>
public sealed class TablesFixture : IAsyncLifetime
{
    private readonly AzuriteFixture _azurite = new();

    public TableServiceClient Service => Connect();

    public async ValueTask InitializeAsync()
    {
        await _azurite.InitializeAsync();
        using var tables = new TableInitializer(Service, TimeProvider.System, NullLogger<TableInitializer>.Instance);
        await tables.StartingAsync(default);
    }

    public ValueTask DisposeAsync() => _azurite.DisposeAsync();

    /// <summary>A client with the options of the service, optionally over another transport.</summary>
    public TableServiceClient Connect(HttpPipelineTransport? transport = null)
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
