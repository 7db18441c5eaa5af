using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Payments.Handlers;

namespace Payments.Azure;

/// <summary>
/// Requests with idempotency keys, beside callers' keys of resources in one table. A key may have any characters, so a
/// hash of it is the row's key; its first two digits spread an organization's keys over 256 partitions.
/// </summary>
public sealed class TableAnswerStore(TableServiceClient service) : IAnswerStore
{
    /// <summary>Stands where the other keys have the three letters of their resource.</summary>
    private const string Kind = "answer";

    private const string Fingerprint = "Fingerprint";
    private const string Seed = "Seed";
    private const string RunningSince = "RunningSince";
    private const string Status = "Status";
    private const string Headers = "Headers";
    private const string Body = "Body";

    private readonly TableClient _table = service.GetTableClient(Tables.Keys);

    /// <inheritdoc/>
    public async Task<KeptRequest?> FindAsync(RequestName name, CancellationToken cancellationToken)
    {
        var (partition, row) = KeysOf(name);
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(
            partition, row, cancellationToken: cancellationToken);
        return found is not { HasValue: true, Value: { } entity } ? null : new KeptRequest(
            entity.GetString(Fingerprint)!,
            entity.GetGuid(Seed)!.Value,
            entity.GetDateTimeOffset(RunningSince),
            AnswerOf(entity),
            entity.ETag.ToString());
    }

    /// <inheritdoc/>
    public Task<string?> TryAddAsync(RequestName name, KeptRequest request, CancellationToken cancellationToken) =>
        TryAsync(() => _table.AddEntityAsync(EntityOf(name, request), cancellationToken));

    /// <inheritdoc/>
    public Task<string?> TryReplaceAsync(RequestName name, KeptRequest request, CancellationToken cancellationToken) =>
        TryAsync(() => _table.UpdateEntityAsync(
            EntityOf(name, request), new ETag(request.Version), TableUpdateMode.Replace, cancellationToken));

    private static async Task<string?> TryAsync(Func<Task<Response>> write)
    {
        try
        {
            return (await write()).Headers.ETag!.Value.ToString();
        }
        catch (RequestFailedException failure) when (StorageConflict.Is(failure))
        {
            return null;
        }
    }

    private static TableEntity EntityOf(RequestName name, KeptRequest request)
    {
        var (partition, row) = KeysOf(name);
        var entity = new TableEntity(partition, row)
        {
            // For people: the row's key does not tell it.
            ["Key"] = name.Key.Value,
            [Fingerprint] = request.Fingerprint,
            [Seed] = request.Seed,
        };
        if (request.RunningSince is { } since) entity[RunningSince] = since;
        if (request.Answer is not { } answer) return entity;
        entity[Status] = answer.Status;
        entity[Headers] = JsonSerializer.Serialize(answer.Headers);
        entity[Body] = answer.Body.ToArray();
        return entity;
    }

    private static KeptAnswer? AnswerOf(TableEntity entity) => entity.GetInt32(Status) is not { } status
        ? null
        : new KeptAnswer(
            status,
            JsonSerializer.Deserialize<ImmutableDictionary<string, string>>(entity.GetString(Headers)!)!,
            entity.GetBinary(Body)!);

    private static (string Partition, string Row) KeysOf(RequestName name)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.Key.Value)));
        return ($"{StorageKey.Escape(name.Organization.Value)}|{Kind}|{hash[..2]}", hash);
    }
}
