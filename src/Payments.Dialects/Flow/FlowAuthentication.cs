using System.Text;
using Payments.Dialects.Wire;
using Payments.Handlers.Access;
using Payments.Handlers.Limits;
using Payments.Handlers.Ports;

namespace Payments.Dialects.Flow;

/// <summary>
/// Authenticates callers: an API token, sent as the HTTP Basic user name or as a Bearer token, belongs to one
/// organization.
/// </summary>
public sealed class FlowAuthentication(
    Authenticator authenticator, RequestRates rates, CallerAddresses addresses)
{
    /// <summary>The header that carries the token.</summary>
    public const string Header = "Authorization";

    private const string Basic = "Basic ";
    private const string Bearer = "Bearer ";

    /// <summary>The owner of a request's token; none if the token is missing or unknown.</summary>
    public async ValueTask<Admission<Principal>> IdentifyAsync(
        WireRequest request, CancellationToken cancellationToken)
    {
        if (ParseToken(request.Header(Header)) is not { } token) return default;
        var (publicId, secret) = FlowToken.Split(token);
        var name = new CredentialName(Api.Flow, publicId);
        var (found, wait) = await authenticator.VerifyAsync(
            name, secret, addresses.Read(request), cancellationToken);
        return new Admission<Principal>(found?.Principal, wait);
    }

    /// <summary>Null if a request is within its organization's rate; else how long to wait.</summary>
    public ValueTask<TimeSpan?> AdmitAsync(Principal principal, CancellationToken cancellationToken) =>
        rates.AdmitAsync(principal.Organization, cancellationToken);

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
