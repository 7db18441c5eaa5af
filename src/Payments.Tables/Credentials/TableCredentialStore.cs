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
    public Task<bool> TryAddAsync(
        Organization organization, AdministrativeChange change, CancellationToken cancellationToken) =>
        TryAddAsync(_rows.ToEntity(organization), change, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryReplaceAsync(
        Organization organization, AdministrativeChange change, CancellationToken cancellationToken) =>
        TryReplaceAsync(_rows.ToEntity(organization), organization.Version, change, cancellationToken);

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
    public Task<bool> TryAddAsync(
        Credential credential, AdministrativeChange change, CancellationToken cancellationToken) =>
        TryAddAsync(_rows.ToEntity(credential), change, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryReplaceAsync(
        Credential credential, AdministrativeChange change, CancellationToken cancellationToken) =>
        TryReplaceAsync(_rows.ToEntity(credential), credential.Version, change, cancellationToken);

    /// <inheritdoc/>
    public async Task<ImmutableArray<SigningKey>> ListSigningKeysAsync(CancellationToken cancellationToken)
    {
        var keys = new List<SigningKey>();
        await foreach (var row in ListAsync(CredentialRows.SigningKeys, cancellationToken))
            keys.Add(_rows.ToSigningKey(row));
        return [.. keys.OrderByDescending(key => key.CreatedAt)];
    }

    /// <inheritdoc/>
    public Task<bool> TryAddAsync(
        SigningKey key, AdministrativeChange change, CancellationToken cancellationToken) =>
        TryAddAsync(_rows.ToEntity(key), change, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryReplaceAsync(
        SigningKey key, AdministrativeChange change, CancellationToken cancellationToken) =>
        TryReplaceAsync(_rows.ToEntity(key), key.Version, change, cancellationToken);

    private async Task<TableEntity?> FindAsync(string partition, string row, CancellationToken cancellationToken)
    {
        var found = await _table.First.GetEntityIfExistsAsync<TableEntity>(
            partition, row, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AdministrativeChange>> ListChangesAsync(
        OrganizationId organization, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(CredentialRows.Partitions.Select(
            async partition => await ListChangesAsync(partition, organization, from, to, cancellationToken)));
        return [.. found.SelectMany(changes => changes).OrderBy(change => change.At)];
    }

    private async Task<IReadOnlyList<AdministrativeChange>> ListChangesAsync(
        string partition,
        OrganizationId organization,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken)
    {
        OrganizationId? owner = partition == CredentialRows.SigningKeys ? null : organization;
        var (first, end) = (ChangeRows.ToRow(owner, from), ChangeRows.ToRow(owner, to));
        var rows = _table.First.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {partition} and RowKey ge {first} and RowKey lt {end}"),
            cancellationToken: cancellationToken);
        return await rows.Select(row => ChangeRows.ToChange(owner, row)).ToListAsync(cancellationToken);
    }

    /// <summary>The rows of a partition without the changes.</summary>
    private AsyncPageable<TableEntity> ListAsync(string partition, CancellationToken cancellationToken) =>
        _table.First.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {partition} and (RowKey lt {ChangeRows.First} or RowKey ge {ChangeRows.End})"),
            cancellationToken: cancellationToken);

    private Task<bool> TryAddAsync(
        TableEntity entity, AdministrativeChange change, CancellationToken cancellationToken) =>
        TryAsync(new TableTransactionAction(TableTransactionActionType.Add, entity), change, cancellationToken);

    private Task<bool> TryReplaceAsync(
        TableEntity entity, string version, AdministrativeChange change, CancellationToken cancellationToken) =>
        TryAsync(
            new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, new ETag(version)),
            change,
            cancellationToken);

    private async Task<bool> TryAsync(
        TableTransactionAction write, AdministrativeChange change, CancellationToken cancellationToken)
    {
        var recorded = ChangeRows.ToEntity(write.Entity.PartitionKey, change);
        try
        {
            await _table.First.SubmitGroupAsync(
                [write, new TableTransactionAction(TableTransactionActionType.Add, recorded)], cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            return false;
        }
    }
}
