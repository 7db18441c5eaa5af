using Azure;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Tables.Storage;

namespace Payments.Tables.Credentials;

/// <summary>Webhook endpoints, one row an organization, with their changes beside them for the audit trail.</summary>
internal sealed class TableWebhookStore(StorageAccounts accounts, SecretCipher cipher) : IWebhookStore
{
    private readonly SpreadTable _table = accounts.GetTable(TableNames.Organizations);
    private readonly WebhookRows _rows = new(cipher);

    /// <inheritdoc/>
    public async Task<WebhookList> FindAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var found = await _table.First.GetEntityIfExistsAsync<TableEntity>(
            WebhookRows.Partition, WebhookRows.ToRowKey(organization), cancellationToken: cancellationToken);
        return found.HasValue ? _rows.ToWebhooks(found.Value!) : WebhookList.None;
    }

    /// <inheritdoc/>
    public async Task<bool> TryWriteAsync(
        OrganizationId organization,
        WebhookList webhooks,
        AdministrativeChange? change,
        CancellationToken cancellationToken)
    {
        var entity = _rows.ToEntity(organization, webhooks);
        var write = webhooks.Version is { } version
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, new ETag(version))
            : new TableTransactionAction(TableTransactionActionType.Add, entity);
        try
        {
            await _table.First.SubmitGroupAsync(
                change is null
                    ? [write]
                    :
                    [
                        write,
                        new TableTransactionAction(
                            TableTransactionActionType.Add, ChangeRows.ToEntity(WebhookRows.Partition, change)),
                    ],
                cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            return false;
        }
    }
}
