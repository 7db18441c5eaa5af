using System.Collections.Immutable;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>What an idempotency key is unique in.</summary>
/// <param name="Organization">The caller's organization.</param>
/// <param name="Key">The key.</param>
public sealed record IdempotencyKeyName(OrganizationId Organization, Key Key);

/// <summary>A request that came with an idempotency key.</summary>
/// <param name="Fingerprint">A hash of what is asked, and by whom.</param>
/// <param name="Seed">What its numbers are drawn from: <see cref="ReproducibleExecution"/>.</param>
/// <param name="RunningSince">When it was begun, last; null once it is at an end. UTC.</param>
/// <param name="Response">The stored response; null while it runs, and if it ended without one to store.</param>
/// <param name="Version">The entity's ETag, for replacing it.</param>
public sealed record IdempotencyRecord(
    string Fingerprint, Guid Seed, DateTimeOffset? RunningSince, StoredResponse? Response, string Version = "");

/// <summary>An answer, to be given again.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">Beside the content type.</param>
/// <param name="Body">At most <see cref="MaxBodyBytes"/> bytes.</param>
public sealed record StoredResponse(int Status, ImmutableDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>In bytes: a property of Table Storage holds 64 KiB.</summary>
    public const int MaxBodyBytes = 60 * 1024;
}

/// <summary>Requests with idempotency keys, and what they were answered.</summary>
public interface IIdempotencyStore
{
    /// <summary>The request that a key was first sent with, if there was one.</summary>
    Task<IdempotencyRecord?> FindAsync(IdempotencyKeyName name, CancellationToken cancellationToken);

    /// <summary>Stores the first request with a key; its version, or null where there is one already.</summary>
    Task<string?> TryAddAsync(IdempotencyKeyName name, IdempotencyRecord request, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a request in the place of the one whose version it carries; its new version, or null where that has
    /// changed.
    /// </summary>
    Task<string?> TryReplaceAsync(
        IdempotencyKeyName name, IdempotencyRecord request, CancellationToken cancellationToken);
}
