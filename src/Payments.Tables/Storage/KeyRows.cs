using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Payments.Ledger.Identity;

namespace Payments.Tables.Storage;

/// <summary>
/// The rows of the table of keys. A key may contain any characters, so the row key is a hash of it; its first two
/// digits spread an organization's keys over 256 partitions.
/// </summary>
internal sealed class KeyRows(TableServiceClient service)
{
    private readonly TableClient _table = service.GetTableClient(TableNames.Keys);

    /// <summary>A new row for a key of a kind, to be filled.</summary>
    public static TableEntity Create(OrganizationId organization, string kind, Key key)
    {
        var (partition, row) = ToKeys(organization, kind, key);
        // For people: the row key does not show it.
        return new TableEntity(partition, row) { ["Key"] = key.Value };
    }

    /// <summary>The row of a key of a kind; null if there is none.</summary>
    public async Task<TableEntity?> FindAsync(
        OrganizationId organization, string kind, Key key, CancellationToken cancellationToken)
    {
        var (partition, row) = ToKeys(organization, kind, key);
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(
            partition, row, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>Adds a row; its ETag, or null if the key has one already.</summary>
    public Task<string?> TryAddAsync(TableEntity entity, CancellationToken cancellationToken) =>
        TryAsync(() => _table.AddEntityAsync(entity, cancellationToken));

    /// <summary>Replaces the row that has an ETag; the new ETag, or null if the row has changed.</summary>
    public Task<string?> TryReplaceAsync(TableEntity entity, string version, CancellationToken cancellationToken) =>
        TryAsync(() => _table.UpdateEntityAsync(
            entity, new ETag(version), TableUpdateMode.Replace, cancellationToken));

    private static async Task<string?> TryAsync(Func<Task<Response>> write)
    {
        try
        {
            return (await write()).Headers.ETag!.Value.ToString();
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            return null;
        }
    }

    private static (string Partition, string Row) ToKeys(OrganizationId organization, string kind, Key key)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Value)));
        return ($"{StorageKey.Escape(organization.Value)}|{kind}|{hash[..2]}", hash);
    }
}
