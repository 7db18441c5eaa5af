using Azure.Data.Tables;
using Payments.Testing;

namespace Payments.Polyfills.Tests.Tables;

/// <summary>A test with a table of its own, in <see cref="Table"/>.</summary>
[Collection(TablesCollection.Name)]
public abstract class TableTest : IAsyncLifetime
{
    protected TableTest(AzuriteFixture azurite)
    {
        Azurite = azurite;
        Service = new TableServiceClient(azurite.ConnectionString);
        Table = Service.GetTableClient($"t{Guid.NewGuid():N}");
    }

    protected AzuriteFixture Azurite { get; }

    protected TableServiceClient Service { get; }

    protected TableClient Table { get; }

    public async Task InitializeAsync() => await Table.CreateIfNotExistsAsync();

    public async Task DisposeAsync() => await Service.DeleteTableAsync(Table.Name);

    protected async Task<TableEntity> ReadAsync(string partitionKey, string rowKey) =>
        (await Table.GetEntityAsync<TableEntity>(partitionKey, rowKey)).Value;

    protected async Task<List<TableEntity>> QueryAsync(string? filter = null)
    {
        var found = new List<TableEntity>();
        await foreach (var entity in Table.QueryAsync<TableEntity>(filter))
            found.Add(entity);
        return found;
    }
}
