using System.Collections.Frozen;
using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;

namespace Payments.Functions.Settings;

/// <summary>The organizations and credentials of the settings, as they were when the app started.</summary>
internal sealed class SettingsCredentials(
    FrozenDictionary<OrganizationId, Organization> organizations,
    FrozenDictionary<CredentialName, Credential> credentials,
    SigningKey key) : IOrganizations, ICredentials, ISigningKeys
{
    private readonly ImmutableArray<SigningKey> _keys = [key];

    public ValueTask<Organization?> FindAsync(OrganizationId id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(organizations.GetValueOrDefault(id));

    public ValueTask<Credential?> FindAsync(CredentialName name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(credentials.GetValueOrDefault(name));

    public ValueTask<ImmutableArray<SigningKey>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(_keys);
}
