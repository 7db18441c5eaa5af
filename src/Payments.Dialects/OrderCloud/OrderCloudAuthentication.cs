using Payments.Dialects.OrderCloud.Tokens;
using Payments.Dialects.Wire;
using Payments.Handlers.Limits;

namespace Payments.Dialects.OrderCloud;

/// <summary>Authenticates callers by their access tokens.</summary>
public sealed class OrderCloudAuthentication(
    AccessTokens tokens, FailedAttempts failures, RequestRates rates, CallerAddresses addresses)
{
    private const string Scheme = "Bearer ";

    /// <summary>The owner of a request's token; none if the token is missing or not valid.</summary>
    internal async ValueTask<Admission<Caller>> IdentifyAsync(
        WireRequest request, CancellationToken cancellationToken) =>
        ReadToken(request) is { } token
            ? await failures.AuthenticateAsync(
                new Attempt(null, addresses.Read(request)), () => tokens.RecognizeAsync(token, cancellationToken))
            : default;

    /// <summary>Null if a caller is within its organization's rate; else how long to wait.</summary>
    internal ValueTask<TimeSpan?> AdmitAsync(Caller caller, CancellationToken cancellationToken) =>
        rates.AdmitAsync(caller.Principal.Organization, cancellationToken);

    private static string? ReadToken(WireRequest request) =>
        request.Header("Authorization") is { } header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;
}
