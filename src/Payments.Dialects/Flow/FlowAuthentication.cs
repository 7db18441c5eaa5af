using System.Collections.Frozen;
using System.Text;
using Payments.Dialects.Wire;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Flow;

/// <summary>The API tokens of the Flow dialect, each with its organization.</summary>
/// <param name="Organizations">By token.</param>
public sealed record FlowCredentials(FrozenDictionary<string, OrganizationId> Organizations);

/// <summary>
/// Authenticates callers: an API token, sent as the HTTP Basic user name or as a Bearer token, belongs to one
/// organization.
/// </summary>
public sealed class FlowAuthentication(FlowCredentials credentials)
{
    /// <summary>The header that carries the token.</summary>
    public const string Header = "Authorization";

    private const string Basic = "Basic ";
    private const string Bearer = "Bearer ";

    /// <summary>The organization of a request's token; false if the token is missing or unknown.</summary>
    public bool TryIdentify(WireRequest request, out OrganizationId organization)
    {
        organization = default;
        return ParseToken(request.Header(Header)) is { } token
            && credentials.Organizations.TryGetValue(token, out organization);
    }

    private static string? ParseToken(string? header)
    {
        if (header is null) return null;
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return header[Bearer.Length..].Trim();
        return header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)
            ? ParseUserName(header[Basic.Length..].Trim())
            : null;
    }

    /// <summary>The part before the colon; clients configured with a bare token send no colon.</summary>
    private static string? ParseUserName(string encoded)
    {
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length).Split(':')[0]
            : null;
    }
}
