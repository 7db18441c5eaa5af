using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;
using Payments.Tables.Storage;

namespace Payments.Tables.Availability;

/// <summary>
/// Whether an entity that does not exist can be looked for in the first storage account, without which nothing can be
/// served. Another one that does not answer is logged, and takes only its own ledgers with it: an app that was no
/// longer ready would take all of them.
/// </summary>
internal sealed partial class TableStorageCheck(
    StorageAccounts accounts, TimeProvider time, ILogger<TableStorageCheck> log) : IDependencyCheck
{
    /// <summary>How long another account may take: less than the whole check may.</summary>
    public static readonly TimeSpan OtherTimeout = TimeSpan.FromSeconds(2);

    private const string Nothing = "readiness";

    /// <inheritdoc/>
    public string Dependency => "Table Storage";

    /// <inheritdoc/>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var others = Task.WhenAll(accounts.All.Skip(1).Select(account => TryAsync(account, cancellationToken)));
        await CheckAsync(accounts.First, cancellationToken);
        await others;
    }

    private async Task TryAsync(StorageAccount account, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(OtherTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await CheckAsync(account, either.Token).WaitAsync(either.Token);
        }
        catch (Exception fault)
        {
            LogAway(account.Name, fault.Message.Split('\r', '\n')[0]);
        }
    }

    private static async Task CheckAsync(StorageAccount account, CancellationToken cancellationToken)
    {
        account.ThrowIfClosed();
        await account.Service.GetTableClient(TableNames.Ledgers).GetEntityIfExistsAsync<TableEntity>(
            Nothing, Nothing, cancellationToken: cancellationToken);
    }

    [LoggerMessage(
        LogLevel.Warning, "The storage account {Account} does not answer: its ledgers are answered 503. {Reason}")]
    private partial void LogAway(string account, string reason);
}
