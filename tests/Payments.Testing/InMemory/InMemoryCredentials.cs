using System.Collections.Concurrent;
using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing.Samples;

namespace Payments.Testing.InMemory;

/// <summary>Organizations, credentials and signing keys in memory; it counts the lookups.</summary>
public sealed class InMemoryCredentials : ICredentials, IOrganizations, ISigningKeys
{
    private readonly ConcurrentDictionary<CredentialName, Credential> _credentials = [];
    private readonly ConcurrentDictionary<OrganizationId, Organization> _organizations = [];
    private ImmutableArray<SigningKey> _keys = [];
    private int _found;

    /// <summary>How often a credential was looked up and found.</summary>
    public int Found => _found;

    /// <summary>Sets <see cref="Found"/> to zero.</summary>
    public void ResetFound() => _found = 0;

    /// <summary>Adds an organization with the defaults, or replaces it by others.</summary>
    public InMemoryCredentials With(OrganizationId id, Func<Organization, Organization>? change = null)
    {
        var organization = new Organization(
            id, AllocationPolicy.FewestCaptures, Organization.DefaultAuthorizationLifetime)
        {
            FingerprintKey = new byte[32],
            Limits = SampleLimits.High,
        };
        _organizations[id] = change?.Invoke(organization) ?? organization;
        return this;
    }

    /// <summary>Adds a credential whose secret is hashed.</summary>
    public InMemoryCredentials WithHashed(
        Api api, string publicId, string secret, OrganizationId organization, params string[] roles) =>
        With(Create(api, publicId, SecretValue.Hashed.From(secret), organization) with { Roles = [.. roles] });

    /// <summary>Adds a credential whose secret can be read.</summary>
    public InMemoryCredentials WithReadable(
        Api api, string publicId, string secret, OrganizationId organization, Merchant? merchant = null) =>
        With(Create(api, publicId, new SecretValue.Readable(secret), organization) with
        {
            Merchant = merchant ?? new Merchant(),
        });

    /// <summary>Adds a credential, or replaces it.</summary>
    public InMemoryCredentials With(Credential credential)
    {
        _credentials[credential.Name] = credential;
        return this;
    }

    /// <summary>Adds a signing key, the newest.</summary>
    public InMemoryCredentials With(SigningKey key)
    {
        _keys = [key, .. _keys];
        return this;
    }

    /// <summary>Retires all signing keys.</summary>
    public InMemoryCredentials RetireKeys(DateTimeOffset now)
    {
        _keys = [.. _keys.Select(key => key with { RetiredAt = now })];
        return this;
    }

    public ValueTask<Credential?> FindAsync(CredentialName name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = _credentials.GetValueOrDefault(name);
        if (found is not null) Interlocked.Increment(ref _found);
        return ValueTask.FromResult(found);
    }

    public ValueTask<Organization?> FindAsync(OrganizationId id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_organizations.GetValueOrDefault(id));

    public ValueTask<ImmutableArray<SigningKey>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(_keys);

    private static Credential Create(Api api, string publicId, SecretValue value, OrganizationId organization)
    {
        var name = new CredentialName(api, publicId);
        return new Credential(
            name,
            organization,
            [new CredentialSecret("1", value, DateTimeOffset.UnixEpoch)],
            Scopes.All,
            DateTimeOffset.UnixEpoch);
    }
}
