using System.Collections.Immutable;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>Organizations, their credentials and the signing keys, in a table of their own.</summary>
public interface ICredentialStore
{
    /// <summary>An organization; null if there is none of this id.</summary>
    Task<Organization?> FindAsync(OrganizationId id, CancellationToken cancellationToken);

    /// <summary>All organizations.</summary>
    IAsyncEnumerable<Organization> ListOrganizationsAsync(CancellationToken cancellationToken);

    /// <summary>Adds an organization; false if there is one of this id.</summary>
    Task<bool> TryAddAsync(Organization organization, CancellationToken cancellationToken);

    /// <summary>Replaces the organization of the same version; false if it has changed.</summary>
    Task<bool> TryReplaceAsync(Organization organization, CancellationToken cancellationToken);

    /// <summary>A credential, be it revoked or not; null if there is none of this name.</summary>
    Task<Credential?> FindAsync(CredentialName name, CancellationToken cancellationToken);

    /// <summary>All credentials, API by API.</summary>
    IAsyncEnumerable<Credential> ListCredentialsAsync(CancellationToken cancellationToken);

    /// <summary>Adds a credential; false if there is one of this name, in whichever organization.</summary>
    Task<bool> TryAddAsync(Credential credential, CancellationToken cancellationToken);

    /// <summary>Replaces the credential of the same version; false if it has changed.</summary>
    Task<bool> TryReplaceAsync(Credential credential, CancellationToken cancellationToken);

    /// <summary>The signing keys, newest first.</summary>
    Task<ImmutableArray<SigningKey>> ListSigningKeysAsync(CancellationToken cancellationToken);

    /// <summary>Adds a signing key; false if there is one of this id.</summary>
    Task<bool> TryAddAsync(SigningKey key, CancellationToken cancellationToken);

    /// <summary>Replaces the signing key of the same version; false if it has changed.</summary>
    Task<bool> TryReplaceAsync(SigningKey key, CancellationToken cancellationToken);
}
