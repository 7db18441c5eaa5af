using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Payments.Dialects.Wire;

namespace Payments.Functions.Ops;

/// <summary>Access to operations across organizations: requires the token in the setting <c>Ops:Token</c>.</summary>
public sealed class OpsAccess(IConfiguration configuration)
{
    private const string Bearer = "Bearer ";

    private readonly byte[] _token = Encoding.UTF8.GetBytes(configuration["Ops:Token"] ?? "");

    /// <summary>
    /// False with 401 if the token is missing or wrong. Without the setting, all requests are rejected.
    /// </summary>
    public bool TryAuthenticate(WireRequest request, [NotNullWhen(false)] out WireResponse? rejection)
    {
        var header = request.Header("Authorization") ?? "";
        var token = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : "";
        rejection = _token.Length > 0 && CryptographicOperations.FixedTimeEquals(_token, Encoding.UTF8.GetBytes(token))
            ? null
            : WireResponse.Empty(401).With("WWW-Authenticate", "Bearer realm=\"ops\"");
        return rejection is null;
    }
}
