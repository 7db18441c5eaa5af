using System.Text;
using Payments.Ledger;

namespace Payments.Dialects.Flow;

/// <summary>Who calls: an API token, as the user name of HTTP Basic or as a Bearer token, names an organization.</summary>
public sealed class FlowCallers(FlowCredentials credentials)
{
    private const string Basic = "Basic ";
    private const string Bearer = "Bearer ";

    /// <summary>
    /// Null where the token is the organization's own; else the answer: 401 without a token that is known, 404 for any
    /// other organization than the token's, whether it exists or not.
    /// </summary>
    public WireResponse? TurnAway(WireRequest request, string organization, out OrganizationId caller) =>
        Identify(request, out caller) ?? (caller.Value == organization ? null : FlowAnswers.NotFound);

    /// <summary>Null with the organization that the token names; else 401.</summary>
    public WireResponse? Identify(WireRequest request, out OrganizationId caller)
    {
        caller = default;
        return TokenOf(request.Header("Authorization")) is { } token
            && credentials.Organizations.TryGetValue(token, out caller)
            ? null
            : WireResponse.Empty(401).With("WWW-Authenticate", "Basic realm=\"payments\"");
    }

    private static string? TokenOf(string? header)
    {
        if (header is null) return null;
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return header[Bearer.Length..].Trim();
        return header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)
            ? UserNameOf(header[Basic.Length..].Trim())
            : null;
    }

    /// <summary>The part before the colon; clients that are given a bare token send it without one.</summary>
    private static string? UserNameOf(string encoded)
    {
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length).Split(':')[0]
            : null;
    }
}
