using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Payments.Ledger.Identity;

namespace Payments.Dialects.OrderCloud.Tokens;

/// <summary>The client that a token was issued to.</summary>
/// <param name="Organization">The organization whose orders the token gives access to.</param>
/// <param name="Roles">The roles that the token grants there.</param>
public sealed record Caller(OrganizationId Organization, ImmutableArray<string> Roles)
{
    public bool HasAny(ImmutableArray<string> sufficient) => Roles.Any(role => sufficient.Contains(role));
}

/// <summary>Issues tokens and verifies them.</summary>
public sealed class AccessTokens(OrderCloudCredentials credentials, TimeProvider time)
{
    /// <summary>OrderCloud's ten hours.</summary>
    internal const int LifetimeInSeconds = 35_999;

    /// <summary>The clocks of two instances of this service may differ by this much.</summary>
    private const int ClockSkewInSeconds = 30;

    /// <summary>Issues a token to a client, with some or all of its roles.</summary>
    internal string Issue(string clientId, OrderCloudClient client, ImmutableArray<string> roles)
    {
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
        return JsonWebToken.Sign(claims.ToPayload(), credentials.Key);
    }

    /// <summary>
    /// The caller; false if the token is forged, expired or not yet valid, or of a client that was removed. Roles that
    /// the client no longer has are left out.
    /// </summary>
    internal bool TryRecognize(string token, [NotNullWhen(true)] out Caller? caller)
    {
        caller = JsonWebToken.Verify(token, credentials.Key) is { } payload
            ? FindCaller(TokenClaims.FromPayload(payload))
            : null;
        return caller is not null;
    }

    private Caller? FindCaller(TokenClaims claims)
    {
        if (claims.Issuer != TokenClaims.Service || claims.Audience != TokenClaims.Service) return null;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (now >= claims.Expires + ClockSkewInSeconds || now < claims.NotBefore - ClockSkewInSeconds) return null;
        if (!credentials.Clients.TryGetValue(claims.Client, out var client)) return null;
        return client.Organization.Value == claims.Organization
            ? new Caller(client.Organization, [.. claims.Roles.Where(role => client.Roles.Contains(role))])
            : null;
    }
}
