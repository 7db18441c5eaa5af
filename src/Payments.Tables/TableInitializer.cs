using Azure.Data.Tables;
using Microsoft.Extensions.Hosting;
using Payments.Tables.Storage;

namespace Payments.Tables;

/// <summary>
/// Creates missing tables, in parallel. Runs in StartingAsync, not in StartAsync: the worker is a hosted service
/// registered before this one, and accepts requests once it has started.
/// </summary>
public sealed class TableInitializer(TableServiceClient service) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(TableNames.All.Select(name => service.CreateTableIfNotExistsAsync(name, cancellationToken)));

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
