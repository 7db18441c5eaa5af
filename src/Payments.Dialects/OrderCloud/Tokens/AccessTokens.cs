using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Payments.Ledger.Identity;

namespace Payments.Dialects.OrderCloud.Tokens;

/// <summary>Whoever a token was given to.</summary>
/// <param name="Organization">Whose orders it reaches.</param>
/// <param name="Roles">What it may do there.</param>
public sealed record Caller(OrganizationId Organization, ImmutableArray<string> Roles)
{
    /// <summary>Whether it has one of some roles.</summary>
    public bool HasAny(ImmutableArray<string> sufficient) => Roles.Any(role => sufficient.Contains(role));
}

/// <summary>Gives tokens, and knows them again.</summary>
public sealed class AccessTokens(OrderCloudCredentials credentials, TimeProvider time)
{
    /// <summary>How long a token is good, in seconds: OrderCloud's ten hours.</summary>
    internal const int LifetimeInSeconds = 35_999;

    /// <summary>How far the clocks of two instances of this service may be apart, in seconds.</summary>
    private const int ClockSkewInSeconds = 30;

    /// <summary>A token of a client, with some of its roles.</summary>
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
    /// The caller; false if the token is forged, expired or not yet valid, or of a client that was removed. A role that
    /// the client has lost is lost to its tokens too.
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
