using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Tables.Storage;

namespace Payments.Tables;

/// <summary>
/// Callers' keys, in a table of their own. A key may contain any characters, so the row key is a hash of it; its first
/// two digits spread an organization's keys over 256 partitions.
/// </summary>
public sealed class TableKeyStore(TableServiceClient service) : IKeyStore
{
    private const string Id = "Id";
    private const string Fingerprint = "Fingerprint";
    private const string At = "At";
    private const string Former = "Former";

    private readonly TableClient _table = service.GetTableClient(TableNames.Keys);

    /// <inheritdoc/>
    public async Task<KeyReservation?> FindAsync(KeyName name, CancellationToken cancellationToken)
    {
        var (partition, row) = ToKeys(name);
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(
            partition, row, cancellationToken: cancellationToken);
        return found is not { HasValue: true, Value: { } entity } ? null : new KeyReservation(
            entity.GetString(Id)!,
            entity.GetString(Fingerprint)!,
            entity.GetDateTimeOffset(At)!.Value,
            entity.ETag.ToString(),
            entity.GetString(Former) is { } former ? JsonSerializer.Deserialize<KeyReservation>(former) : null);
    }

    /// <inheritdoc/>
    public Task<bool> TryReserveAsync(
        KeyName name, KeyReservation reservation, CancellationToken cancellationToken) =>
        TryAsync(() => _table.AddEntityAsync(ToEntity(name, reservation), cancellationToken));

    /// <inheritdoc/>
    public Task<bool> TryTakeOverAsync(
        KeyName name, KeyReservation abandoned, KeyReservation reservation, CancellationToken cancellationToken) =>
        TryAsync(() => _table.UpdateEntityAsync(
            ToEntity(name, reservation), new ETag(abandoned.Version), TableUpdateMode.Replace, cancellationToken));

    private static async Task<bool> TryAsync(Func<Task<Response>> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (RequestFailedException failure) when (StorageConflict.IsConflict(failure))
        {
            return false;
        }
    }

    private static TableEntity ToEntity(KeyName name, KeyReservation reservation)
    {
        var (partition, row) = ToKeys(name);
        var entity = new TableEntity(partition, row)
        {
            // For people: the row key does not show it.
            ["Key"] = name.Key.Value,
            [Id] = reservation.Id,
            [Fingerprint] = reservation.Fingerprint,
            [At] = reservation.At,
        };
        if (reservation.Previous is { } former) entity[Former] = JsonSerializer.Serialize(former);
        return entity;
    }

    private static (string Partition, string Row) ToKeys(KeyName name)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.Key.Value)));
        return ($"{StorageKey.Escape(name.Organization.Value)}|{name.Kind}|{hash[..2]}", hash);
    }
}
