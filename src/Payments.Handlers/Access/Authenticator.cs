using System.Collections.Immutable;
using Payments.Handlers.Limits;
using Payments.Handlers.Ports;

namespace Payments.Handlers.Access;

/// <summary>A credential that a caller proved to have, and the caller.</summary>
public sealed record Authenticated(Credential Credential, Principal Principal);

/// <summary>
/// Verifies that callers have the credentials that they name, unless too many attempts have failed. An unknown
/// credential takes the same work as a known one, so that the time of a rejection does not tell which public ids exist.
/// </summary>
public sealed class Authenticator(
    ICredentials credentials, IOrganizations organizations, FailedAttempts failures, TimeProvider time)
{
    /// <summary>Stands in for the secrets of unknown credentials, which are rejected even if it matches.</summary>
    private static readonly SecretValue.Hashed NobodysHash = SecretValue.Hashed.From("");

    private static readonly SecretValue.Readable NobodysText = new(Guid.Empty.ToString());

    /// <summary>The credential of this name and secret, sent from an address; none if there is none.</summary>
    public ValueTask<Admission<Authenticated>> VerifyAsync(
        CredentialName name, string secret, string address, CancellationToken cancellationToken) =>
        failures.AuthenticateAsync(
            AttemptOf(name, address),
            () => VerifyAsync<SecretValue.Hashed>(
                name, hashed => hashed.Matches(secret), NobodysHash, cancellationToken));

    /// <summary>
    /// The credential of this name, with one of whose secrets the request from an address was signed; none if none.
    /// </summary>
    public ValueTask<Admission<Authenticated>> VerifyAsync(
        CredentialName name, Func<string, bool> isSignedWith, string address, CancellationToken cancellationToken) =>
        failures.AuthenticateAsync(
            AttemptOf(name, address),
            () => VerifyAsync<SecretValue.Readable>(
                name, readable => isSignedWith(readable.Text), NobodysText, cancellationToken));

    /// <summary>
    /// The credential that something signed by this service names, such as an access token; null if it was revoked.
    /// </summary>
    public async ValueTask<Authenticated?> FindAsync(CredentialName name, CancellationToken cancellationToken) =>
        name.IsValid && await credentials.FindAsync(name, cancellationToken) is { } credential
            && credential.GetUsableSecrets(time.GetUtcNow()).Any()
            ? await IdentifyAsync(credential, cancellationToken)
            : null;

    /// <summary>Names that no credential can have are counted as one.</summary>
    private static Attempt AttemptOf(CredentialName name, string address) =>
        new(name.IsValid ? $"{name.Api}/{name.PublicId}" : $"{name.Api}/?", address);

    private async ValueTask<Authenticated?> VerifyAsync<TValue>(
        CredentialName name, Func<TValue, bool> matches, TValue nobodys, CancellationToken cancellationToken)
        where TValue : SecretValue
    {
        var credential = name.IsValid ? await credentials.FindAsync(name, cancellationToken) : null;
        ImmutableArray<TValue> values =
            [.. (credential?.GetUsableSecrets(time.GetUtcNow()) ?? []).Select(secret => secret.Value).OfType<TValue>()];

        // All of them are tried, whichever is right.
        var matching = (values.IsEmpty ? [nobodys] : values).Count(matches);
        return matching > 0 && !values.IsEmpty ? await IdentifyAsync(credential!, cancellationToken) : null;
    }

    private async ValueTask<Authenticated?> IdentifyAsync(Credential credential, CancellationToken cancellationToken) =>
        await organizations.FindAsync(credential.Organization, cancellationToken) is { } organization
            ? new Authenticated(credential, new Principal(organization, credential.Name.ToId(), credential.Scopes))
            : null;
}
