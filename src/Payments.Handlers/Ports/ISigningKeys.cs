using System.Collections.Immutable;

namespace Payments.Handlers.Ports;

/// <summary>A key that signs OrderCloud's access tokens, the same for all organizations.</summary>
/// <param name="Pkcs8">The RSA private key. It is encrypted wherever it is stored.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="RetiredAt">When another took its place; null for one that signs. UTC.</param>
public sealed record SigningKey(ReadOnlyMemory<byte> Pkcs8, DateTimeOffset CreatedAt, DateTimeOffset? RetiredAt = null)
{
    /// <summary>Distinguishes it from others in lists and in storage; not the <c>kid</c> of its tokens.</summary>
    public string Id { get; init; } = "";

    /// <summary>
    /// Whether it is of the settings of a local service, such as local.settings.sample.json, which everyone can read.
    /// </summary>
    public bool IsLocal { get; init; }

    /// <summary>The entity's ETag, for replacing it.</summary>
    public string Version { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"A signing key of {CreatedAt:O}.";
}

/// <summary>The keys that sign access tokens, or have signed some that are still valid.</summary>
public interface ISigningKeys
{
    /// <summary>Newest first; the first one signs.</summary>
    ValueTask<ImmutableArray<SigningKey>> ListAsync(CancellationToken cancellationToken);
}
