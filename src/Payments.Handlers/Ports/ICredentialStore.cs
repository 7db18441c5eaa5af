using System.Collections.Immutable;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>
/// Organizations, their credentials and the signing keys, in a table of their own. Each change is stored together with
/// its entry in the audit trail, or not at all.
/// </summary>
public interface ICredentialStore
{
    /// <summary>An organization; null if there is none of this id.</summary>
    Task<Organization?> FindAsync(OrganizationId id, CancellationToken cancellationToken);

    /// <summary>All organizations.</summary>
    IAsyncEnumerable<Organization> ListOrganizationsAsync(CancellationToken cancellationToken);

    /// <summary>Adds an organization; false if there is one of this id.</summary>
    Task<bool> TryAddAsync(
        Organization organization, AdministrativeChange change, CancellationToken cancellationToken);

    /// <summary>Replaces the organization of the same version; false if it has changed.</summary>
    Task<bool> TryReplaceAsync(
        Organization organization, AdministrativeChange change, CancellationToken cancellationToken);

    /// <summary>A credential, be it revoked or not; null if there is none of this name.</summary>
    Task<Credential?> FindAsync(CredentialName name, CancellationToken cancellationToken);

    /// <summary>All credentials, API by API.</summary>
    IAsyncEnumerable<Credential> ListCredentialsAsync(CancellationToken cancellationToken);

    /// <summary>Adds a credential; false if there is one of this name, in whichever organization.</summary>
    Task<bool> TryAddAsync(
        Credential credential, AdministrativeChange change, CancellationToken cancellationToken);

    /// <summary>Replaces the credential of the same version; false if it has changed.</summary>
    Task<bool> TryReplaceAsync(
        Credential credential, AdministrativeChange change, CancellationToken cancellationToken);

    /// <summary>The signing keys, newest first.</summary>
    Task<ImmutableArray<SigningKey>> ListSigningKeysAsync(CancellationToken cancellationToken);

    /// <summary>Adds a signing key; false if there is one of this id.</summary>
    Task<bool> TryAddAsync(
        SigningKey key, AdministrativeChange change, CancellationToken cancellationToken);

    /// <summary>Replaces the signing key of the same version; false if it has changed.</summary>
    Task<bool> TryReplaceAsync(
        SigningKey key, AdministrativeChange change, CancellationToken cancellationToken);

    /// <summary>
    /// The changes of an organization, its credentials and the signing keys in a period, oldest first.
    /// </summary>
    Task<IReadOnlyList<AdministrativeChange>> ListChangesAsync(
        OrganizationId organization, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}
