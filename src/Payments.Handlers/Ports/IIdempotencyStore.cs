using System.Collections.Immutable;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>The scope in which an idempotency key is unique.</summary>
/// <param name="Organization">The caller's organization.</param>
/// <param name="Key">The idempotency key.</param>
public sealed record IdempotencyKeyName(OrganizationId Organization, Key Key);

/// <summary>A request that came with an idempotency key.</summary>
/// <param name="Fingerprint">A keyed hash of the request.</param>
/// <param name="Seed">What its ids are derived from: <see cref="ReproducibleExecution"/>.</param>
/// <param name="RunningSince">When its last execution began; null once it has ended. UTC.</param>
/// <param name="Response">The stored response; null while it runs, and if it ended without one to store.</param>
/// <param name="Version">The entity's ETag, for replacing it.</param>
public sealed record IdempotencyRecord(
    string Fingerprint, Guid Seed, DateTimeOffset? RunningSince, StoredResponse? Response, string Version = "");

/// <summary>A stored response, to be sent again.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">The headers other than the content type.</param>
/// <param name="Body">At most <see cref="MaxBodyBytes"/> bytes.</param>
/// <param name="StoredAt">When it was stored; null if an earlier version stored it. UTC.</param>
public sealed record StoredResponse(
    int Status,
    ImmutableDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body,
    DateTimeOffset? StoredAt = null)
{
    /// <summary>A property in Table Storage holds 64 KiB.</summary>
    public const int MaxBodyBytes = 60 * 1024;
}

/// <summary>Requests with idempotency keys, and the responses to them.</summary>
public interface IIdempotencyStore
{
    /// <summary>The request that a key was first sent with, if there was one.</summary>
    Task<IdempotencyRecord?> FindAsync(IdempotencyKeyName name, CancellationToken cancellationToken);

    /// <summary>Stores the first request with a key and returns its version; null if there already is one.</summary>
    Task<string?> TryAddAsync(IdempotencyKeyName name, IdempotencyRecord request, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the record whose version it carries, and returns the new version; null if it has changed.
    /// </summary>
    Task<string?> TryReplaceAsync(
        IdempotencyKeyName name, IdempotencyRecord request, CancellationToken cancellationToken);
}
