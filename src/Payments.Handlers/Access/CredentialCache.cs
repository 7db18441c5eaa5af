using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Access;

/// <summary>
/// What requests need of the credential store, kept for less than a minute: most requests cost no read, and what
/// <c>./run keys</c> changed takes effect within the minute, without a restart.
/// </summary>
public sealed class CredentialCache(ICredentialStore store, TimeProvider time)
    : ICredentials, IOrganizations, ISigningKeys
{
    /// <summary>How long something found is used: a minute, less the time of a slow read.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(50);

    /// <summary>
    /// How long a credential counts as unknown: guessing one id costs one read in this time, and a credential that was
    /// created meanwhile works after it.
    /// </summary>
    public static readonly TimeSpan NegativeLifetime = TimeSpan.FromSeconds(10);

    /// <summary>In entries of about a kilobyte.</summary>
    internal const int Capacity = 10_000;

    private readonly LookupCache<CredentialName, Credential> _credentials = new(store.FindAsync, Capacity, time);
    private readonly LookupCache<OrganizationId, Organization> _organizations = new(store.FindAsync, Capacity, time);

    private readonly LookupCache<Api, SigningKeyList> _keys = new(
        async (_, cancellation) => new SigningKeyList(await store.ListSigningKeysAsync(cancellation)), 1, time);

    /// <inheritdoc/>
    public ValueTask<Credential?> FindAsync(CredentialName name, CancellationToken cancellationToken) =>
        _credentials.FindAsync(name, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Organization?> FindAsync(OrganizationId id, CancellationToken cancellationToken) =>
        _organizations.FindAsync(id, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<SigningKey>> ListAsync(CancellationToken cancellationToken) =>
        (await _keys.FindAsync(Api.OrderCloud, cancellationToken))!.Keys;

    private sealed record SigningKeyList(ImmutableArray<SigningKey> Keys);
}
