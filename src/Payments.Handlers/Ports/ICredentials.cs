using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>
/// The credentials of all organizations, as requests look them up. What was changed is seen within a minute.
/// </summary>
public interface ICredentials
{
    /// <summary>The credential of a valid name, be it revoked or not; null if there is none.</summary>
    ValueTask<Credential?> FindAsync(CredentialName name, CancellationToken cancellationToken);
}

/// <summary>The authenticated sender of a request.</summary>
/// <param name="Organization">The organization of its credential.</param>
/// <param name="Credential">The credential: who did it, for journals and audits.</param>
/// <param name="Scopes">What the credential may do.</param>
public sealed record Principal(Organization Organization, CredentialId Credential, Scopes Scopes)
{
    /// <summary>Whether the credential has all of these scopes.</summary>
    public bool Has(Scopes scopes) => (Scopes & scopes) == scopes;
}
