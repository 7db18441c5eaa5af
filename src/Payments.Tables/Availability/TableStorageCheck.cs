using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Tables.Storage;

namespace Payments.Tables.Availability;

/// <summary>Whether all tables were created, and whether an entity that does not exist can be looked for.</summary>
internal sealed class TableStorageCheck(TableServiceClient service, TableInitializer tables) : IDependencyCheck
{
    private const string Nothing = "readiness";

    private readonly TableClient _table = service.GetTableClient(TableNames.Ledgers);

    /// <inheritdoc/>
    public string Dependency => "Table Storage";

    /// <inheritdoc/>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (!tables.AreCreated) throw new StorageUnavailableException("The tables are not created yet.");
        await _table.GetEntityIfExistsAsync<TableEntity>(Nothing, Nothing, cancellationToken: cancellationToken);
    }
}
