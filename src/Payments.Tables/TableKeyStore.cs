using System.Text.Json;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Tables.Storage;

namespace Payments.Tables;

/// <summary>Reservations of callers' keys, in a table of their own.</summary>
public sealed class TableKeyStore(StorageAccounts accounts) : IKeyStore
{
    private const string Id = "Id";
    private const string Fingerprint = "Fingerprint";
    private const string At = "At";
    private const string Previous = "Former";

    private readonly KeyRows _rows = new(accounts);

    /// <inheritdoc/>
    public async Task<KeyReservation?> FindAsync(KeyName name, CancellationToken cancellationToken) =>
        await _rows.FindAsync(name.Organization, name.Kind, name.Key, cancellationToken) is not { } entity
            ? null
            : new KeyReservation(
                entity.GetString(Id)!,
                entity.GetString(Fingerprint)!,
                entity.GetDateTimeOffset(At)!.Value,
                entity.ETag.ToString(),
                entity.GetString(Previous) is { } previous
                    ? JsonSerializer.Deserialize<KeyReservation>(previous)
                    : null);

    /// <inheritdoc/>
    public async Task<bool> TryReserveAsync(
        KeyName name, KeyReservation reservation, CancellationToken cancellationToken) =>
        await _rows.TryAddAsync(ToEntity(name, reservation), cancellationToken) is not null;

    /// <inheritdoc/>
    public async Task<bool> TryTakeOverAsync(
        KeyName name, KeyReservation abandoned, KeyReservation reservation, CancellationToken cancellationToken) =>
        await _rows.TryReplaceAsync(ToEntity(name, reservation), abandoned.Version, cancellationToken) is not null;

    private static TableEntity ToEntity(KeyName name, KeyReservation reservation)
    {
        var entity = KeyRows.Create(name.Organization, name.Kind, name.Key);
        entity[Id] = reservation.Id;
        entity[Fingerprint] = reservation.Fingerprint;
        entity[At] = reservation.At;
        if (reservation.Previous is { } previous) entity[Previous] = JsonSerializer.Serialize(previous);
        return entity;
    }
}
