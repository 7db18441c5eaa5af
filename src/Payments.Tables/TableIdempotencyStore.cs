using System.Collections.Immutable;
using System.Text.Json;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Tables.Storage;

namespace Payments.Tables;

/// <summary>Idempotency records, in the same table as callers' keys of resources.</summary>
public sealed class TableIdempotencyStore(StorageAccounts accounts) : IIdempotencyStore
{
    /// <summary>Takes the place of the three letters that name a resource in other keys.</summary>
    private const string Kind = "answer";

    private const string Fingerprint = "Fingerprint";
    private const string Seed = "Seed";
    private const string RunningSince = "RunningSince";
    private const string Status = "Status";
    private const string Headers = "Headers";
    private const string Body = "Body";
    private const string StoredAt = "StoredAt";

    private readonly KeyRows _rows = new(accounts);

    /// <inheritdoc/>
    public async Task<IdempotencyRecord?> FindAsync(IdempotencyKeyName name, CancellationToken cancellationToken) =>
        await _rows.FindAsync(name.Organization, Kind, name.Key, cancellationToken) is not { } entity
            ? null
            : new IdempotencyRecord(
                entity.GetString(Fingerprint)!,
                entity.GetGuid(Seed)!.Value,
                entity.GetDateTimeOffset(RunningSince),
                ToResponse(entity),
                entity.ETag.ToString());

    /// <inheritdoc/>
    public Task<string?> TryAddAsync(
        IdempotencyKeyName name, IdempotencyRecord request, CancellationToken cancellationToken) =>
        _rows.TryAddAsync(ToEntity(name, request), cancellationToken);

    /// <inheritdoc/>
    public Task<string?> TryReplaceAsync(
        IdempotencyKeyName name, IdempotencyRecord request, CancellationToken cancellationToken) =>
        _rows.TryReplaceAsync(ToEntity(name, request), request.Version, cancellationToken);

    private static TableEntity ToEntity(IdempotencyKeyName name, IdempotencyRecord request)
    {
        var entity = KeyRows.Create(name.Organization, Kind, name.Key);
        entity[Fingerprint] = request.Fingerprint;
        entity[Seed] = request.Seed;
        if (request.RunningSince is { } since) entity[RunningSince] = since;
        if (request.Response is not { } answer) return entity;
        entity[Status] = answer.Status;
        entity[Headers] = JsonSerializer.Serialize(answer.Headers);
        entity[Body] = answer.Body.ToArray();
        if (answer.StoredAt is { } at) entity[StoredAt] = at;
        return entity;
    }

    private static StoredResponse? ToResponse(TableEntity entity) => entity.GetInt32(Status) is not { } status
        ? null
        : new StoredResponse(
            status,
            JsonSerializer.Deserialize<ImmutableDictionary<string, string>>(entity.GetString(Headers)!)!,
            entity.GetBinary(Body)!,
            entity.GetDateTimeOffset(StoredAt));
}
