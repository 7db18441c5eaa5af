using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Payments.Ledger.Identity;

namespace Payments.Tables.Storage;

/// <summary>
/// The rows of the table of keys. A key may contain any characters, so the row key is a hash of it; its first two
/// digits spread an organization's keys over 256 partitions, and over the storage accounts.
/// </summary>
internal sealed class KeyRows(StorageAccounts accounts)
{
    private const int Digits = 2;

    private readonly SpreadTable _table = accounts.GetTable(TableNames.Keys);

    /// <summary>A new row for a key of a kind, to be filled.</summary>
    public static TableEntity Create(OrganizationId organization, string kind, Key key)
    {
        var (partition, row) = ToKeys(organization, kind, key);
        // For people: the row key does not show it.
        return new TableEntity(partition.Key, row) { ["Key"] = key.Value };
    }

    /// <summary>The row of a key of a kind; null if there is none.</summary>
    public async Task<TableEntity?> FindAsync(
        OrganizationId organization, string kind, Key key, CancellationToken cancellationToken)
    {
        var (partition, row) = ToKeys(organization, kind, key);
        var found = await _table.For(partition).GetEntityIfExistsAsync<TableEntity>(
            partition.Key, row, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>Adds a row; its ETag, or null if the key has one already.</summary>
    public Task<string?> TryAddAsync(TableEntity entity, CancellationToken cancellationToken) =>
        TryAsync(() => For(entity).AddEntityAsync(entity, cancellationToken));

    /// <summary>Replaces the row that has an ETag; the new ETag, or null if the row has changed.</summary>
    public Task<string?> TryReplaceAsync(TableEntity entity, string version, CancellationToken cancellationToken) =>
        TryAsync(() => For(entity).UpdateEntityAsync(
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

    private TableClient For(TableEntity entity) => _table.For(ToPartition(entity.PartitionKey, entity.RowKey));

    private static (Partition Partition, string Row) ToKeys(OrganizationId organization, string kind, Key key)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Value)));
        return (ToPartition($"{StorageKey.Escape(organization.Value)}|{kind}|{hash[..Digits]}", hash), hash);
    }

    private static Partition ToPartition(string partitionKey, string rowKey) => new(
        partitionKey,
        uint.Parse(rowKey.AsSpan(0, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
}
