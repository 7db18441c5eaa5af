using System.Text;
using Payments.Dialects.Wire;
using Payments.Handlers.Access;
using Payments.Handlers.Ports;

namespace Payments.Dialects.Flow;

/// <summary>
/// Authenticates callers: an API token, sent as the HTTP Basic user name or as a Bearer token, belongs to one
/// organization.
/// </summary>
public sealed class FlowAuthentication(Authenticator authenticator)
{
    /// <summary>The header that carries the token.</summary>
    public const string Header = "Authorization";

    private const string Basic = "Basic ";
    private const string Bearer = "Bearer ";

    /// <summary>The owner of a request's token; null if the token is missing or unknown.</summary>
    public async ValueTask<Principal?> IdentifyAsync(WireRequest request, CancellationToken cancellationToken)
    {
        if (ParseToken(request.Header(Header)) is not { } token) return null;
        var (publicId, secret) = FlowToken.Split(token);
        var found = await authenticator.VerifyAsync(
            new CredentialName(Api.Flow, publicId), secret, cancellationToken);
        return found?.Principal;
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
