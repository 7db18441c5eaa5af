using Azure.Data.Tables;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Payments.Tables.Storage;

namespace Payments.Tables.Availability;

/// <summary>
/// Creates missing tables, in parallel, and tries again until it succeeds: the app starts without storage, and answers
/// 503 until the tables exist. Begins in StartingAsync, not in StartAsync: the worker is a hosted service registered
/// before this one, and accepts requests once it has started. Where storage is there, the first request finds them.
/// </summary>
public sealed partial class TableInitializer(
    TableServiceClient service, TimeProvider time, ILogger<TableInitializer> log) : IHostedLifecycleService, IDisposable
{
    /// <summary>How long the start waits for the tables; a healthy storage creates them in much less.</summary>
    public static readonly TimeSpan StartWait = TimeSpan.FromSeconds(2);

    /// <summary>Between two tries.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task _creating = Task.CompletedTask;
    private volatile bool _areCreated;

    /// <summary>Whether all tables exist.</summary>
    public bool AreCreated => _areCreated;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _creating = CreateAsync(_stopping.Token);
        return Task.WhenAny(_creating, Task.Delay(StartWait, time, cancellationToken));
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _creating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task CreateAsync(CancellationToken stopping)
    {
        while (!await TryCreateAsync(stopping)) await Task.Delay(RetryPause, time, stopping);
        _areCreated = true;
    }

    /// <summary>
    /// Any failure counts, a missing permission too: Azure takes minutes to apply a role, and an app that ends over it
    /// would be started again and again.
    /// </summary>
    private async Task<bool> TryCreateAsync(CancellationToken stopping)
    {
        try
        {
            await Task.WhenAll(TableNames.All.Select(name => service.CreateTableIfNotExistsAsync(name, stopping)));
            return true;
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            LogRetry(fault.Message.Split('\r', '\n')[0]);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The tables can't be created yet, which is tried again: {Reason}")]
    private partial void LogRetry(string reason);
}
