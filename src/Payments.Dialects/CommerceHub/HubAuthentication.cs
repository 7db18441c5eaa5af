using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Payments.Dialects.Wire;

namespace Payments.Dialects.CommerceHub;

/// <summary>An authenticated request to Commerce Hub.</summary>
/// <param name="Request">As it was sent.</param>
/// <param name="Key">The API key that signed it.</param>
/// <param name="ClientRequestId">The caller's own id of the request.</param>
public sealed record HubCall(WireRequest Request, CommerceHubKey Key, string ClientRequestId);

/// <summary>Authenticates a request by its headers and signature.</summary>
public sealed class HubAuthentication(CommerceHubCredentials credentials, TimeProvider time)
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

    /// <summary>
    /// Stands in for an unknown key's secret, so that unknown keys take the same time. It need not be secret: an
    /// unknown key is rejected whatever the signature.
    /// </summary>
    private const string NobodysSecret = "00000000-0000-0000-0000-000000000000";

    internal bool TryAuthenticate(
        WireRequest request,
        [NotNullWhen(true)] out HubCall? call,
        [NotNullWhen(false)] out HubRejection? rejection)
    {
        var clientRequestId = request.Header(HubHeaders.ClientRequestId) ?? "";
        call = TryVerify(request, clientRequestId, out var key, out rejection) && IsGoodId(clientRequestId, out rejection)
            ? new HubCall(request, key, clientRequestId)
            : null;
        return call is not null;
    }

    private bool TryVerify(
        WireRequest request,
        string clientRequestId,
        [NotNullWhen(true)] out CommerceHubKey? key,
        [NotNullWhen(false)] out HubRejection? rejection)
    {
        key = null;
        var type = request.Header(HubHeaders.AuthTokenType) ?? Hmac;
        if (!type.Equals(Hmac, StringComparison.OrdinalIgnoreCase))
        {
            rejection = HubRejection.Unauthorized(
                "This Auth-Token-Type is not supported here: sign requests, type HMAC.");
            return false;
        }

        if (Missing(request) is { } missing)
        {
            rejection = HubRejection.Unauthorized($"The header {missing} is missing.");
            return false;
        }

        var apiKey = request.Header(HubHeaders.ApiKey)!;
        var timestamp = request.Header(HubHeaders.Timestamp)!;
        key = credentials.Keys.GetValueOrDefault(apiKey);
        var isSigned = RequestSignature.IsValid(
            request.Header(HubHeaders.Authorization)!,
            key?.Secret ?? NobodysSecret,
            $"{apiKey}{clientRequestId}{timestamp}",
            request.Body.Span);
        rejection = key is null || !isSigned ? HubRejection.Unauthorized(Unproven)
            : !IsTimely(timestamp) ? HubRejection.Unauthorized(
                $"The Timestamp is not within {Window.TotalMinutes} minutes of now, in milliseconds since 1970.")
            : null;
        return rejection is null;
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
            : !Ledger.Identity.Key.TryFrom(id, out _) ? HubRejection.BadRequest(HubError.Gateway(
                ErrorCode.FieldInvalid,
                HubHeaders.ClientRequestId,
                $"Client-Request-Id may have at most {Ledger.Identity.Key.MaxLength} characters, "
                + "no control characters."))
            : null;
        return rejection is null;
    }
}
