using Azure.Data.Tables;
using Microsoft.Extensions.Hosting;

namespace Payments.Azure;

/// <summary>Creates the tables that are missing before the first request; one that is there stays as it is.</summary>
public sealed class TablesAtStart(TableServiceClient service) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Tables.All.Select(name => service.CreateTableIfNotExistsAsync(name, cancellationToken)));

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
