using System.Collections.Immutable;
using Payments.Handlers.Access;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;

namespace Payments.Dialects.OrderCloud.Tokens;

/// <summary>The client that a token was issued to.</summary>
/// <param name="Principal">The client.</param>
/// <param name="Roles">The roles that the token grants.</param>
public sealed record Caller(Principal Principal, ImmutableArray<string> Roles)
{
    /// <summary>The organization whose orders the token gives access to.</summary>
    public OrganizationId Organization => Principal.Organization.Id;

    public bool HasAny(ImmutableArray<string> sufficient) => Roles.Any(role => sufficient.Contains(role));
}

/// <summary>Issues tokens and verifies them.</summary>
public sealed class AccessTokens(TokenKeys keys, Authenticator authenticator, TimeProvider time)
{
    /// <summary>OrderCloud's ten hours.</summary>
    internal const int LifetimeInSeconds = 35_999;

    /// <summary>The clocks of two instances of this service may differ by this much.</summary>
    internal const int ClockSkewInSeconds = 30;

    /// <summary>Issues a token to a client, with some or all of its roles.</summary>
    internal async ValueTask<string> IssueAsync(
        Credential client, ImmutableArray<string> roles, CancellationToken cancellationToken)
    {
        var clientId = client.Name.PublicId;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new TokenClaims
        {
            User = clientId,
            Client = clientId,
            UserId = clientId,
            UserType = TokenClaims.Admin,
            Roles = roles,
            Organization = client.Organization.Value,
            Issuer = TokenClaims.Service,
            Audience = TokenClaims.Service,
            Expires = now + LifetimeInSeconds,
            NotBefore = now,
        };
        var key = await keys.GetSigningAsync(cancellationToken);
        return JsonWebToken.Sign(claims.ToPayload(), key);
    }

    /// <summary>
    /// The caller; null if the token is forged, expired or not yet valid, or of a client that was revoked. Roles that
    /// the client no longer has are left out.
    /// </summary>
    internal async ValueTask<Caller?> RecognizeAsync(string token, CancellationToken cancellationToken)
    {
        foreach (var key in await keys.ListAsync(cancellationToken))
        {
            if (JsonWebToken.Verify(token, key) is { } payload)
                return TokenClaims.FromPayload(payload) is { } claims
                    ? await FindCallerAsync(claims, cancellationToken)
                    : null;
        }

        return null;
    }

    private async ValueTask<Caller?> FindCallerAsync(TokenClaims claims, CancellationToken cancellationToken)
    {
        if (claims.Issuer != TokenClaims.Service || claims.Audience != TokenClaims.Service) return null;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (now >= claims.Expires + ClockSkewInSeconds || now < claims.NotBefore - ClockSkewInSeconds) return null;
        var name = new CredentialName(Api.OrderCloud, claims.Client);
        if (await authenticator.FindAsync(name, cancellationToken) is not { } client) return null;
        return client.Credential.Organization.Value == claims.Organization
            ? new Caller(
                client.Principal, [.. claims.Roles.Where(role => client.Credential.Roles.Contains(role))])
            : null;
    }
}
