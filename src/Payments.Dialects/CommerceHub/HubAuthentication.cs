using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Payments.Dialects.Wire;
using Payments.Handlers.Access;
using Payments.Handlers.Limits;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;

namespace Payments.Dialects.CommerceHub;

/// <summary>An authenticated request to Commerce Hub.</summary>
/// <param name="Request">As it was sent.</param>
/// <param name="Principal">The owner of the API key that signed it.</param>
/// <param name="Merchant">The key's merchant, as shown on receipts.</param>
/// <param name="ClientRequestId">The caller's own id of the request.</param>
public sealed record HubCall(WireRequest Request, Principal Principal, Merchant Merchant, string ClientRequestId)
{
    /// <summary>The organization that the key's credits belong to.</summary>
    public OrganizationId Organization => Principal.Organization.Id;
}

/// <summary>Authenticates a request by its headers and signature.</summary>
public sealed class HubAuthentication(
    Authenticator authenticator, RequestRates rates, CallerAddresses addresses, TimeProvider time)
{
    /// <summary>
    /// Maximum difference between a timestamp and this service's clock (commerce-hub-credits.md, part 2).
    /// </summary>
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const string Hmac = "HMAC";

    /// <summary>
    /// One message for an unknown key and a wrong signature, so that keys can't be found by guessing.
    /// </summary>
    private const string Unproven = "The Api-Key or the Authorization signature is not valid.";

    private static readonly string Untimely =
        $"The Timestamp is not within {Window.TotalMinutes} minutes of now, in milliseconds since 1970.";

    /// <summary>The rejection of headers that no body can make valid; null if there is none.</summary>
    internal static HubRejection? RejectHead(WireRequest head)
    {
        if (FindMistake(head) is { } mistake) return HubRejection.Unauthorized(mistake);
        return new CredentialName(Api.CommerceHub, head.Header(HubHeaders.ApiKey)!).IsValid
            ? null
            : HubRejection.Unauthorized(Unproven);
    }

    internal async ValueTask<(HubCall? Call, HubRejection? Rejection)> AuthenticateAsync(
        WireRequest request, CancellationToken cancellationToken)
    {
        if (FindMistake(request) is { } mistake) return (null, HubRejection.Unauthorized(mistake));
        var clientRequestId = request.Header(HubHeaders.ClientRequestId) ?? "";
        var apiKey = request.Header(HubHeaders.ApiKey)!;
        var timestamp = request.Header(HubHeaders.Timestamp)!;
        var name = new CredentialName(Api.CommerceHub, apiKey);
        var (found, wait) = await authenticator.VerifyAsync(
            name,
            secret => RequestSignature.IsValid(
                request.Header(HubHeaders.Authorization)!,
                secret,
                $"{apiKey}{clientRequestId}{timestamp}",
                request.Body.Span),
            addresses.Read(request),
            cancellationToken);
        if (wait is { } pause) return (null, HubRejection.TooMany(RetryLater.TooManyFailures, pause));
        if (found is null) return (null, HubRejection.Unauthorized(Unproven));
        if (!IsTimely(timestamp)) return (null, HubRejection.Unauthorized(Untimely));
        return IsGoodId(clientRequestId, out var rejection)
            ? (new HubCall(request, found.Principal, found.Credential.Merchant, clientRequestId), null)
            : (null, rejection);
    }

    /// <summary>Null if a call is within its organization's rate.</summary>
    internal async ValueTask<HubRejection?> AdmitAsync(HubCall call, CancellationToken cancellationToken) =>
        await rates.AdmitAsync(call.Principal.Organization, cancellationToken) is { } wait
            ? HubRejection.TooMany(RetryLater.TooManyRequests, wait)
            : null;

    /// <summary>What is missing from the headers, or not supported; null if they can be verified.</summary>
    private static string? FindMistake(WireRequest request)
    {
        var type = request.Header(HubHeaders.AuthTokenType) ?? Hmac;
        if (!type.Equals(Hmac, StringComparison.OrdinalIgnoreCase))
            return "This Auth-Token-Type is not supported here: sign requests, type HMAC.";
        return Missing(request) is { } missing ? $"The header {missing} is missing." : null;
    }

    private static string? Missing(WireRequest request) =>
        new[] { HubHeaders.ApiKey, HubHeaders.Timestamp, HubHeaders.Authorization }
            .FirstOrDefault(name => string.IsNullOrEmpty(request.Header(name)));

    private bool IsTimely(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && Math.Abs(time.GetUtcNow().ToUnixTimeMilliseconds() - milliseconds) <= Window.TotalMilliseconds;

    private static bool IsGoodId(string id, [NotNullWhen(false)] out HubRejection? rejection)
    {
        rejection = string.IsNullOrWhiteSpace(id) ? HubRejection.BadRequest(HubError.Gateway(
                ErrorCode.BodyOrHeaderMissing, HubHeaders.ClientRequestId, "The header Client-Request-Id is missing."))
            : !Key.TryFrom(id, out _) ? HubRejection.BadRequest(HubError.Gateway(
                ErrorCode.FieldInvalid,
                HubHeaders.ClientRequestId,
                $"Client-Request-Id may have at most {Key.MaxLength} characters, "
                + "no control characters."))
            : null;
        return rejection is null;
    }
}
