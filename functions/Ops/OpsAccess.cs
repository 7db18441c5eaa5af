using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Payments.Dialects;

namespace Payments.Functions.Ops;

/// <summary>
/// Who may look at and put back what belongs to no one organization: whoever has the setting <c>Ops:Token</c>.
/// </summary>
public sealed class OpsAccess(IConfiguration configuration)
{
    private const string Bearer = "Bearer ";

    private readonly byte[] _token = Encoding.UTF8.GetBytes(configuration["Ops:Token"] ?? "");

    /// <summary>Null for a request with the token; else 401. Without the setting nobody is let in.</summary>
    public WireResponse? TurnAway(WireRequest request)
    {
        var header = request.Header("Authorization") ?? "";
        var token = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : "";
        return _token.Length > 0 && CryptographicOperations.FixedTimeEquals(_token, Encoding.UTF8.GetBytes(token))
            ? null
            : WireResponse.Empty(401).With("WWW-Authenticate", "Bearer realm=\"ops\"");
    }
}
