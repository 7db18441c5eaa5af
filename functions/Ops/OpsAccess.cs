using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Payments.Dialects.Flow;
using Payments.Dialects.Wire;
using Payments.Handlers.Ports;

namespace Payments.Functions.Ops;

/// <summary>
/// Access to operations across organizations: requires the token in the setting <c>Ops:Token</c>, or a Flow token with
/// the scope <see cref="Scopes.Ops"/>.
/// </summary>
public sealed class OpsAccess(IConfiguration configuration, FlowDialect flow)
{
    private const string Bearer = "Bearer ";

    private readonly byte[] _token = Encoding.UTF8.GetBytes(configuration["Ops:Token"] ?? "");

    /// <summary>
    /// The rejection of a request: 401 if its token is missing or unknown, 403 if the token's credential lacks the
    /// scope; null if it may proceed.
    /// </summary>
    public async ValueTask<WireResponse?> RejectAsync(WireRequest request, CancellationToken cancellationToken)
    {
        if (HasOpsToken(request)) return null;
        var endpoint = new ScopedEndpoint<FlowCall>(flow.OfCallers(), Scopes.Ops);
        var authentication = await endpoint.AuthenticateAsync(request, cancellationToken);
        if (!authentication.TryGetCall(out var call, out _))
            return WireResponse.Empty(401).With("WWW-Authenticate", "Bearer realm=\"ops\"");
        return endpoint.TryAuthorize(call, out var rejection) ? null : rejection;
    }

    private bool HasOpsToken(WireRequest request)
    {
        var header = request.Header("Authorization") ?? "";
        var token = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : "";
        return _token.Length > 0 && CryptographicOperations.FixedTimeEquals(_token, Encoding.UTF8.GetBytes(token));
    }
}
