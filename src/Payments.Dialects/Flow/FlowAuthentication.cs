using System.Collections.Frozen;
using System.Text;
using Payments.Dialects.Wire;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Flow;

/// <summary>The API tokens that callers of the Flow dialect have, each with its organization.</summary>
/// <param name="Organizations">By token.</param>
public sealed record FlowCredentials(FrozenDictionary<string, OrganizationId> Organizations);

/// <summary>
/// Who calls: an API token, as the user name of HTTP Basic or as a Bearer token, names an organization.
/// </summary>
public sealed class FlowAuthentication(FlowCredentials credentials)
{
    /// <summary>The header that the token comes in.</summary>
    public const string Header = "Authorization";

    private const string Basic = "Basic ";
    private const string Bearer = "Bearer ";

    /// <summary>The organization that a request's token names; false without a token that is known.</summary>
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

    /// <summary>The part before the colon; clients that are given a bare token send it without one.</summary>
    private static string? ParseUserName(string encoded)
    {
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length).Split(':')[0]
            : null;
    }
}
