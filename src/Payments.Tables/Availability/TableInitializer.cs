using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Payments.Tables.Storage;

namespace Payments.Tables.Availability;

/// <summary>
/// Creates missing tables, in parallel, checks that each storage account is in its place, and tries again until it
/// succeeds: the app starts without storage, and answers 503 until the tables exist. An account can be used as soon as
/// it was found in its place; if any is in a wrong place, none can. Begins in StartingAsync, not in StartAsync: the
/// worker is a hosted service registered before this one, and accepts requests once it has started. Where storage is
/// there, the first request finds them.
/// </summary>
public sealed partial class TableInitializer(
    StorageAccounts accounts, TimeProvider time, ILogger<TableInitializer> log) : IHostedLifecycleService, IDisposable
{
    /// <summary>How long the start waits for the tables; a healthy storage creates them in much less.</summary>
    public static readonly TimeSpan StartWait = TimeSpan.FromSeconds(2);

    /// <summary>Between two tries.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>The same after an account was found in a wrong place, which only an operator can change.</summary>
    public static readonly TimeSpan WrongPause = TimeSpan.FromSeconds(10);

    private readonly AccountAdmission _admission = new(accounts);
    private readonly CancellationTokenSource _stopping = new();
    private Task _creating = Task.CompletedTask;
    private bool _wasWrong;

    /// <summary>Whether all tables exist and can be used.</summary>
    public bool AreCreated => accounts.All.All(account => account.IsOpen);

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
        while (await TryCreateAsync(stopping) is { } pause) await Task.Delay(pause, time, stopping);
    }

    /// <summary>
    /// Any failure counts, a missing permission too: Azure takes minutes to apply a role, and an app that ends over it
    /// would be started again and again. Returns the pause before the next try; null if there need be none.
    /// </summary>
    private async Task<TimeSpan?> TryCreateAsync(CancellationToken stopping)
    {
        try
        {
            var found = await _admission.TryAsync(stopping);
            foreach (var (account, fault) in found.Away) LogRetry(account.Name, fault.Message.Split('\r', '\n')[0]);
            // An account that was in a wrong place may be the one that is away now.
            if (_wasWrong && found.Away.Count > 0) return RetryPause;
            foreach (var account in found.InPlace) account.Open();
            return found.Away.Count > 0 ? RetryPause : null;
        }
        catch (WrongAccountException wrong)
        {
            _wasWrong = true;
            foreach (var account in accounts.All) account.Close("The storage accounts are not those of the ledgers.");
            LogWrong(wrong.Message);
            return WrongPause;
        }
    }

    [LoggerMessage(
        LogLevel.Warning, "The tables of {Account} can't be created yet, which is tried again: {Reason}")]
    private partial void LogRetry(string account, string reason);

    [LoggerMessage(LogLevel.Critical, "No request is served. {Reason}")]
    private partial void LogWrong(string reason);
}
