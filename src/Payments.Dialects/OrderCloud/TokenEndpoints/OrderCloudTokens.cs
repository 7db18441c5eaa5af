using System.Collections.Immutable;
using Payments.Dialects.OrderCloud.Reading;
using Payments.Dialects.OrderCloud.Tokens;
using Payments.Dialects.Wire;
using Payments.Handlers.Access;
using Payments.Handlers.Limits;
using Payments.Handlers.Ports;

namespace Payments.Dialects.OrderCloud.TokenEndpoints;

/// <summary>
/// <c>POST /oauth/token</c>, and <c>GET /oauth/certs/{kid}</c>. Clients with a secret get tokens by the client
/// credentials grant. The grants for people (anonymous shoppers, user names and passwords, refresh tokens) are
/// rejected: this service has no users.
/// </summary>
public sealed class OrderCloudTokens(
    OrderCloudDialect dialect,
    Authenticator authenticator,
    RequestRates rates,
    CallerAddresses addresses,
    TokenKeys keys,
    AccessTokens tokens) : IDialect
{
    /// <summary>The longest form, in bytes: a request for all documented roles at once is still shorter.</summary>
    public const int MaxFormBytes = 16_384;

    private static readonly ImmutableArray<string> Fields = ["grant_type", "client_id", "client_secret", "scope"];

    /// <summary>Issues a token.</summary>
    public Task<WireResponse> PostAsync(WireRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return AnswerAsync(request, cancellationToken);
    }

    /// <summary>
    /// The public key with an id, for clients that verify tokens themselves. It is not secret, so no authentication is
    /// required.
    /// </summary>
    public async Task<WireResponse> GetKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await keys.FindAsync(keyId, cancellationToken) is { } key
            ? OrderCloudResponses.Json(200, PublicKeyBody.From(key)).With("Cache-Control", "public, max-age=3600")
            : OrderCloudResponses.NotFound(ObjectTypes.PublicKey, keyId);
    }

    /// <inheritdoc/>
    public WireResponse Fault(int status, string traceId) => dialect.Fault(status, traceId);

    /// <inheritdoc/>
    public WireResponse RejectBody(WireRequest request, BodyProblem problem)
    {
        var (status, message) = BodyProblems.Describe(problem);
        return Reject("invalid_request", ErrorCodes.InvalidRequestBody, message) with { Status = status };
    }

    private async Task<WireResponse> AnswerAsync(WireRequest request, CancellationToken cancellationToken)
    {
        var type = request.Header("Content-Type")?.Split(';')[0].Trim();
        if (!string.Equals(type, "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return Reject(
                "invalid_request",
                ErrorCodes.InvalidContentType,
                "The content type must be application/x-www-form-urlencoded.");
        }

        if (FormText.Parse(request.Body) is not { } pairs)
            return Reject("invalid_request", ErrorCodes.OauthError, "The form must be UTF-8.");
        var twice = Fields.FirstOrDefault(field => pairs.Count(pair => pair.Key == field) > 1);
        if (twice is not null)
            return Reject("invalid_request", ErrorCodes.OauthError, $"The form has {twice} more than once.");
        var form = pairs.Where(pair => Fields.Contains(pair.Key)).ToDictionary();
        return FindMistake(form) ?? await GrantAsync(request, form, cancellationToken);
    }

    /// <summary>The rejection of a form that cannot be granted to any client.</summary>
    private static WireResponse? FindMistake(Dictionary<string, string> form)
    {
        switch (form.GetValueOrDefault("grant_type"))
        {
            case null or "":
                return Reject("invalid_request", ErrorCodes.OauthError, "The form has no grant_type.");
            case "client_credentials":
                break;
            case var other:
                var named = other is "password" or "refresh_token" ? $"The grant {other}" : "This grant";
                return Reject(
                    "unsupported_grant_type",
                    ErrorCodes.OauthError,
                    $"{named} is not supported: there are no users here. Use client_credentials with a client_secret.");
        }

        if (string.IsNullOrEmpty(form.GetValueOrDefault("client_id")))
            return Reject("invalid_request", ErrorCodes.OauthError, "The form has no client_id.");
        if (string.IsNullOrEmpty(form.GetValueOrDefault("client_secret")))
        {
            return Reject(
                "unauthorized_client",
                ErrorCodes.OauthError,
                "Anonymous tokens are not supported: client_credentials needs a client_secret.");
        }

        return null;
    }

    private async Task<WireResponse> GrantAsync(
        WireRequest request, Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        // An unknown client and a wrong secret take equal work and get the same response.
        var name = new CredentialName(Api.OrderCloud, form["client_id"]);
        var (found, wait) = await authenticator.VerifyAsync(
            name, form["client_secret"], addresses.Read(request), cancellationToken);
        if (wait is { } time) return RejectTooMany(RetryLater.TooManyFailures, time);
        if (found is null)
        {
            return Reject(
                "invalid_client", ErrorCodes.InvalidClientId, "No client has this client_id and client_secret.");
        }

        if (await rates.AdmitAsync(found.Principal.Organization, cancellationToken) is { } pause)
            return RejectTooMany(RetryLater.TooManyRequests, pause);
        var client = found.Credential;
        var roles = Roles(client, form.GetValueOrDefault("scope") ?? "");
        var token = await tokens.IssueAsync(client, roles, cancellationToken);
        return OrderCloudResponses
            .Json(200, new TokenBody(token, "bearer", AccessTokens.LifetimeInSeconds))
            .With("Cache-Control", "no-store");
    }

    /// <summary>
    /// The requested roles that the client has, or all of its roles if none was requested. Requesting a role that the
    /// client does not have is not an error: the JavaScript client sends <c>undefined</c> before custom roles.
    /// </summary>
    private static ImmutableArray<string> Roles(Credential client, string scope)
    {
        var asked = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return asked.Length == 0
            ? client.Roles
            : [.. client.Roles.Where(role => asked.Contains(role, StringComparer.OrdinalIgnoreCase))];
    }

    /// <summary>RFC 6749 has no error of its own for it.</summary>
    private static WireResponse RejectTooMany(string message, TimeSpan wait) => RetryLater.After(
        wait,
        Reject("temporarily_unavailable", ErrorCodes.TooManyRequests, message) with { Status = RetryLater.Status });

    private static WireResponse Reject(string error, string code, string description) => OrderCloudResponses
        .Json(400, new TokenErrorBody(error, description, [new OrderCloudError(code, description)]))
        .With("Cache-Control", "no-store");
}
