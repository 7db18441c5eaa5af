using System.Security.Cryptography;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Access;

/// <summary>A change of organizations or credentials that can't be made. The message is for the operator.</summary>
public sealed class AdministrationRejectedException(string message) : Exception(message);

/// <summary>What a new credential is to be.</summary>
/// <param name="Prefix">The public id begins with it; the organization's id if null.</param>
/// <param name="Secret">A secret given by hand; null to generate one.</param>
public sealed record CredentialRequest(
    OrganizationId Organization,
    Api Api,
    Scopes Scopes,
    IReadOnlyList<string> Roles,
    Merchant Merchant,
    string? Prefix = null,
    string? PublicId = null,
    string? Secret = null);

/// <summary>A credential with a secret that is shown this once.</summary>
public sealed record IssuedSecret(Credential Credential, string SecretId, string Secret);

/// <summary>Creates, rotates and revokes credentials: what <c>./run keys</c> does.</summary>
public sealed class CredentialAdministration(ICredentialStore store, TimeProvider time)
{
    /// <summary>One to use, and one that callers are changing from.</summary>
    public const int MaxSecrets = 2;

    /// <summary>A rotation is for an emergency, and is not repeated often.</summary>
    public const int MaxPreviousFingerprintKeys = 3;

    private const int PublicIdBytes = 10;
    private const int SecretIdBytes = 5;
    private const int SigningKeyBits = 2_048;

    /// <summary>What is kept of a secret of an API's credentials.</summary>
    public static SecretValue ToValue(Api api, string secret) =>
        api == Api.CommerceHub ? new SecretValue.Readable(secret) : SecretValue.Hashed.From(secret);

    /// <summary>Adds an organization with these choices.</summary>
    public async Task CreateOrganizationAsync(Organization choices, CancellationToken cancellationToken)
    {
        if (!await TryCreateOrganizationAsync(choices, cancellationToken))
            throw new AdministrationRejectedException($"There is an organization {choices.Id} already.");
    }

    /// <summary>The same; false if there is one of this id.</summary>
    public Task<bool> TryCreateOrganizationAsync(Organization choices, CancellationToken cancellationToken)
    {
        var organization = choices with { FingerprintKey = RandomNumberGenerator.GetBytes(NewSecret.Bytes) };
        var details = $"created: {AdministrativeChanges.Describe(organization)}";
        return store.TryAddAsync(organization, Tell(organization, ChangeType.Insert, details), cancellationToken);
    }

    /// <summary>Changes an organization's choices.</summary>
    public async Task<Organization> ChangeOrganizationAsync(
        OrganizationId id, Func<Organization, Organization> change, CancellationToken cancellationToken)
    {
        var before = await GetOrganizationAsync(id, cancellationToken);
        var organization = change(before);
        var details = $"changed: {AdministrativeChanges.Describe(organization, before)}";
        Confirm(await store.TryReplaceAsync(
            organization, Tell(organization, ChangeType.Update, details), cancellationToken));
        return organization;
    }

    /// <summary>
    /// Replaces the key of an organization's fingerprints, should it have become known. The last ones still recognize
    /// repetitions of requests from their time.
    /// </summary>
    public async Task RotateFingerprintKeyAsync(OrganizationId id, CancellationToken cancellationToken)
    {
        var organization = await GetOrganizationAsync(id, cancellationToken);
        var rotated = organization with
        {
            FingerprintKey = RandomNumberGenerator.GetBytes(NewSecret.Bytes),
            PreviousFingerprintKeys =
            [
                .. organization.PreviousFingerprintKeys
                    .Prepend(organization.FingerprintKey)
                    .Take(MaxPreviousFingerprintKeys),
            ],
        };
        Confirm(await store.TryReplaceAsync(
            rotated, Tell(rotated, ChangeType.Update, "fingerprint key rotated"), cancellationToken));
    }

    /// <summary>Adds a credential, with a new secret of 256 bits unless one is given.</summary>
    public async Task<IssuedSecret> CreateAsync(CredentialRequest request, CancellationToken cancellationToken)
    {
        await GetOrganizationAsync(request.Organization, cancellationToken);
        var secret = CheckSecret(request.Api, request.Secret) ?? NewSecret.Create();
        var name = new CredentialName(request.Api, request.PublicId ?? NewPublicId(request));
        if (!name.IsValid)
        {
            throw new AdministrationRejectedException(
                $"A public id has 1 to {OrderCloudId.MaxLength} letters, digits, hyphens and underscores; "
                + $"{name.PublicId} is not one.");
        }

        var issued = NewSecretOf(request.Api, secret);
        var credential = new Credential(
            name, request.Organization, [issued], request.Scopes, time.GetUtcNow())
        {
            Roles = [.. request.Roles],
            Merchant = request.Merchant,
        };
        var details = $"created: secret {issued.Id}; {AdministrativeChanges.Describe(credential)}";
        return await store.TryAddAsync(credential, Tell(credential, ChangeType.Insert, details), cancellationToken)
            ? new IssuedSecret(credential, issued.Id, secret)
            : throw new AdministrationRejectedException($"There is a credential {name.ToId()} already.");
    }

    /// <summary>Adds a second secret, and gives the first one an end.</summary>
    public async Task<IssuedSecret> RotateAsync(
        CredentialName name, TimeSpan overlap, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var credential = await GetCredentialAsync(name, cancellationToken);
        var usable = credential.GetUsableSecrets(now).ToList();
        if (usable.Count >= MaxSecrets)
        {
            throw new AdministrationRejectedException(
                $"{name.ToId()} has {MaxSecrets} valid secrets: revoke one of them, or wait until the older one ends.");
        }

        var secret = NewSecret.Create();
        var issued = NewSecretOf(name.Api, secret);
        var end = now + overlap;
        var rotated = credential with
        {
            Secrets = [.. usable.Select(old => old.EndsAt < end ? old : old with { EndsAt = end }), issued],
            IsLocal = false,
        };
        var details = $"rotated: secret {issued.Id}; the earlier ones end by {end:u}";
        Confirm(await store.TryReplaceAsync(
            rotated, Tell(rotated, ChangeType.Update, details), cancellationToken));
        return new IssuedSecret(rotated, issued.Id, secret);
    }

    /// <summary>Ends one of a credential's secrets, or the credential if no secret is named.</summary>
    public async Task<Credential> RevokeAsync(
        CredentialName name, string? secretId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var credential = await GetCredentialAsync(name, cancellationToken);
        if (secretId is not null && credential.Secrets.All(secret => secret.Id != secretId))
            throw new AdministrationRejectedException($"{name.ToId()} has no secret {secretId}.");
        var revoked = secretId is null
            ? credential with { RevokedAt = now, Secrets = [] }
            : credential with { Secrets = [.. credential.Secrets.Where(secret => secret.Id != secretId)] };
        var told = secretId is null
            ? Tell(revoked, ChangeType.Delete, "revoked")
            : Tell(revoked, ChangeType.Update, $"secret {secretId} revoked");
        Confirm(await store.TryReplaceAsync(revoked, told, cancellationToken));
        return revoked;
    }

    /// <summary>
    /// Adds a signing key and retires those before it: they verify until the last token that they signed has expired.
    /// </summary>
    public async Task<SigningKey> RotateSigningKeyAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var key = NewSigningKey(NewSecret.Create(PublicIdBytes), now);
        var known = await store.ListSigningKeysAsync(cancellationToken);
        Confirm(await store.TryAddAsync(key, AdministrativeChanges.Of(key, ChangeType.Insert, now), cancellationToken));
        foreach (var old in known.Where(old => old.RetiredAt is null))
        {
            var retired = old with { RetiredAt = now };
            Confirm(await store.TryReplaceAsync(
                retired, AdministrativeChanges.Of(retired, ChangeType.Update, now), cancellationToken));
        }

        return key;
    }

    /// <summary>Adds a key to sign with where there is none: of several instances, the first one does.</summary>
    public Task CreateFirstSigningKeyAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var key = NewSigningKey("first", now);
        return store.TryAddAsync(key, AdministrativeChanges.Of(key, ChangeType.Insert, now), cancellationToken);
    }

    private AdministrativeChange Tell(Organization organization, ChangeType type, string details) =>
        AdministrativeChanges.Of(organization, type, time.GetUtcNow(), details);

    private AdministrativeChange Tell(Credential credential, ChangeType type, string details) =>
        AdministrativeChanges.Of(credential, type, time.GetUtcNow(), details);

    private static SigningKey NewSigningKey(string id, DateTimeOffset now)
    {
        using var rsa = RSA.Create(SigningKeyBits);
        return new SigningKey(rsa.ExportPkcs8PrivateKey(), now) { Id = id };
    }

    private async Task<Organization> GetOrganizationAsync(OrganizationId id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken)
        ?? throw new AdministrationRejectedException($"There is no organization {id}.");

    private async Task<Credential> GetCredentialAsync(CredentialName name, CancellationToken cancellationToken)
    {
        if (!name.IsValid || await store.FindAsync(name, cancellationToken) is not { } credential)
            throw new AdministrationRejectedException($"There is no credential {name.Api} {name.PublicId}.");
        return credential.RevokedAt is null
            ? credential
            : throw new AdministrationRejectedException($"{name.ToId()} was revoked {credential.RevokedAt:u}.");
    }

    private CredentialSecret NewSecretOf(Api api, string secret) => new(
        NewSecret.Create(SecretIdBytes),
        ToValue(api, secret),
        time.GetUtcNow());

    private static string? CheckSecret(Api api, string? secret) => secret switch
    {
        null => null,
        { Length: < NewSecret.MinLength } => throw new AdministrationRejectedException(
            $"A secret has at least {NewSecret.MinLength} characters; without one, 256 random bits are generated."),
        _ when api == Api.Flow && secret.Contains('-', StringComparison.Ordinal) =>
            throw new AdministrationRejectedException("The secret of a Flow token contains no hyphen."),
        _ => secret,
    };

    private static string NewPublicId(CredentialRequest request) =>
        $"{request.Prefix ?? request.Organization.Value}-{NewSecret.Create(PublicIdBytes)}";

    private static void Confirm(bool isStored)
    {
        if (!isStored)
            throw new AdministrationRejectedException("Someone else changed it just now; repeat the command.");
    }
}
