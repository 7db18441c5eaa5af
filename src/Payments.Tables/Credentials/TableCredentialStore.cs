using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Tables.Storage;

namespace Payments.Tables.Credentials;

/// <summary>
/// Organizations, credentials and signing keys, in a table of their own. A lookup is one point read.
/// </summary>
internal sealed class TableCredentialStore(StorageAccounts accounts, SecretCipher cipher) : ICredentialStore
{
    private readonly SpreadTable _table = accounts.GetTable(TableNames.Organizations);
    private readonly CredentialRows _rows = new(cipher);

    /// <inheritdoc/>
    public async Task<Organization?> FindAsync(OrganizationId id, CancellationToken cancellationToken) =>
        await FindAsync(CredentialRows.Organizations, StorageKey.Escape(id.Value), cancellationToken) is { } row
            ? _rows.ToOrganization(row)
            : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<Organization> ListOrganizationsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in ListAsync(CredentialRows.Organizations, cancellationToken))
            yield return _rows.ToOrganization(row);
    }

    /// <inheritdoc/>
    public Task<bool> TryAddAsync(Organization organization, CancellationToken cancellationToken) =>
        TryAddAsync(_rows.ToEntity(organization), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryReplaceAsync(Organization organization, CancellationToken cancellationToken) =>
        TryReplaceAsync(_rows.ToEntity(organization), organization.Version, cancellationToken);

    /// <inheritdoc/>
    public async Task<Credential?> FindAsync(CredentialName name, CancellationToken cancellationToken) =>
        await FindAsync(CredentialRows.ToPartition(name.Api), name.PublicId, cancellationToken) is { } row
            ? _rows.ToCredential(name.Api, row)
            : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<Credential> ListCredentialsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var api in Enum.GetValues<Api>())
        {
            await foreach (var row in ListAsync(CredentialRows.ToPartition(api), cancellationToken))
                yield return _rows.ToCredential(api, row);
        }
    }

    /// <inheritdoc/>
    public Task<bool> TryAddAsync(Credential credential, CancellationToken cancellationToken) =>
        TryAddAsync(_rows.ToEntity(credential), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryReplaceAsync(Credential credential, CancellationToken cancellationToken) =>
        TryReplaceAsync(_rows.ToEntity(credential), credential.Version, cancellationToken);

    /// <inheritdoc/>
    public async Task<ImmutableArray<SigningKey>> ListSigningKeysAsync(CancellationToken cancellationToken)
    {
        var keys = new List<SigningKey>();
        await foreach (var row in ListAsync(CredentialRows.SigningKeys, cancellationToken))
            keys.Add(_rows.ToSigningKey(row));
        return [.. keys.OrderByDescending(key => key.CreatedAt)];
    }

    /// <inheritdoc/>
    public Task<bool> TryAddAsync(SigningKey key, CancellationToken cancellationToken) =>
        TryAddAsync(_rows.ToEntity(key), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryReplaceAsync(SigningKey key, CancellationToken cancellationToken) =>
        TryReplaceAsync(_rows.ToEntity(key), key.Version, cancellationToken);

    private async Task<TableEntity?> FindAsync(string partition, string row, CancellationToken cancellationToken)
    {
        var found = await _table.First.GetEntityIfExistsAsync<TableEntity>(
            partition, row, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private AsyncPageable<TableEntity> ListAsync(string partition, CancellationToken cancellationToken) =>
        _table.First.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellationToken);

    private Task<bool> TryAddAsync(TableEntity entity, CancellationToken cancellationToken) =>
        TryAsync(() => _table.First.AddEntityAsync(entity, cancellationToken));

    private Task<bool> TryReplaceAsync(TableEntity entity, string version, CancellationToken cancellationToken) =>
        TryAsync(() => _table.First.UpdateEntityAsync(
            entity, new ETag(version), TableUpdateMode.Replace, cancellationToken));

    private static async Task<bool> TryAsync(Func<Task<Response>> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            return false;
        }
    }
}
