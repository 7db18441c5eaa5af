using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Tables.Storage;

namespace Payments.Tables;

/// <summary>
/// Idempotency records, in the same table as callers' keys of resources. A key may contain any characters, so the row
/// key is a hash of it; its first two digits spread an organization's keys over 256 partitions.
/// </summary>
public sealed class TableIdempotencyStore(TableServiceClient service) : IIdempotencyStore
{
    /// <summary>Takes the place of the three letters that name a resource in other keys.</summary>
    private const string Kind = "answer";

    private const string Fingerprint = "Fingerprint";
    private const string Seed = "Seed";
    private const string RunningSince = "RunningSince";
    private const string Status = "Status";
    private const string Headers = "Headers";
    private const string Body = "Body";

    private readonly TableClient _table = service.GetTableClient(TableNames.Keys);

    /// <inheritdoc/>
    public async Task<IdempotencyRecord?> FindAsync(IdempotencyKeyName name, CancellationToken cancellationToken)
    {
        var (partition, row) = ToKeys(name);
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(
            partition, row, cancellationToken: cancellationToken);
        return found is not { HasValue: true, Value: { } entity } ? null : new IdempotencyRecord(
            entity.GetString(Fingerprint)!,
            entity.GetGuid(Seed)!.Value,
            entity.GetDateTimeOffset(RunningSince),
            ToResponse(entity),
            entity.ETag.ToString());
    }

    /// <inheritdoc/>
    public Task<string?> TryAddAsync(
        IdempotencyKeyName name, IdempotencyRecord request, CancellationToken cancellationToken) =>
        TryAsync(() => _table.AddEntityAsync(ToEntity(name, request), cancellationToken));

    /// <inheritdoc/>
    public Task<string?> TryReplaceAsync(
        IdempotencyKeyName name, IdempotencyRecord request, CancellationToken cancellationToken) =>
        TryAsync(() => _table.UpdateEntityAsync(
            ToEntity(name, request), new ETag(request.Version), TableUpdateMode.Replace, cancellationToken));

    private static async Task<string?> TryAsync(Func<Task<Response>> write)
    {
        try
        {
            return (await write()).Headers.ETag!.Value.ToString();
        }
        catch (RequestFailedException failure) when (StorageConflict.IsConflict(failure))
        {
            return null;
        }
    }

    private static TableEntity ToEntity(IdempotencyKeyName name, IdempotencyRecord request)
    {
        var (partition, row) = ToKeys(name);
        var entity = new TableEntity(partition, row)
        {
            // For people: the row key does not show it.
            ["Key"] = name.Key.Value,
            [Fingerprint] = request.Fingerprint,
            [Seed] = request.Seed,
        };
        if (request.RunningSince is { } since) entity[RunningSince] = since;
        if (request.Response is not { } answer) return entity;
        entity[Status] = answer.Status;
        entity[Headers] = JsonSerializer.Serialize(answer.Headers);
        entity[Body] = answer.Body.ToArray();
        return entity;
    }

    private static StoredResponse? ToResponse(TableEntity entity) => entity.GetInt32(Status) is not { } status
        ? null
        : new StoredResponse(
            status,
            JsonSerializer.Deserialize<ImmutableDictionary<string, string>>(entity.GetString(Headers)!)!,
            entity.GetBinary(Body)!);

    private static (string Partition, string Row) ToKeys(IdempotencyKeyName name)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.Key.Value)));
        return ($"{StorageKey.Escape(name.Organization.Value)}|{Kind}|{hash[..2]}", hash);
    }
}
