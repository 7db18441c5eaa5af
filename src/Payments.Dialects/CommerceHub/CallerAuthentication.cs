using System.Globalization;

namespace Payments.Dialects.CommerceHub;

/// <summary>Who calls, and under which id of theirs.</summary>
internal sealed record HubCaller(CommerceHubKey Key, string ClientRequestId);

/// <summary>Finds out who calls, by the headers and the signature.</summary>
internal sealed class CallerAuthentication(CommerceHubCredentials credentials, TimeProvider time)
{
    /// <summary>How far a timestamp may be from our clock, either way (commerce-hub-credits.md, part 2).</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const string Hmac = "HMAC";

    /// <summary>One answer for an unknown key and a wrong signature: keys can't be found by trying.</summary>
    private const string NotProven = "The Api-Key or the Authorization signature is not valid.";

    /// <summary>
    /// Stands in for an unknown key's secret, so that unknown keys take the same time. It need not be secret: whatever
    /// the signature, an unknown key is refused.
    /// </summary>
    private const string NobodysSecret = "00000000-0000-0000-0000-000000000000";

    /// <summary>The caller, or why there is none.</summary>
    public HubRefusal? Check(WireRequest request, out HubCaller? caller)
    {
        caller = null;
        var type = request.Header(HubHeaders.AuthTokenType) ?? Hmac;
        if (!type.Equals(Hmac, StringComparison.OrdinalIgnoreCase))
            return HubRefusal.Unauthorized("This Auth-Token-Type is not supported here: sign requests, type HMAC.");
        if (Missing(request) is { } missing) return HubRefusal.Unauthorized($"The header {missing} is missing.");

        var apiKey = request.Header(HubHeaders.ApiKey)!;
        var clientRequestId = request.Header(HubHeaders.ClientRequestId) ?? "";
        var timestamp = request.Header(HubHeaders.Timestamp)!;
        var key = credentials.Keys.GetValueOrDefault(apiKey);
        var isSigned = RequestSignature.IsValid(
            request.Header(HubHeaders.Authorization)!,
            key?.Secret ?? NobodysSecret,
            $"{apiKey}{clientRequestId}{timestamp}",
            request.Body.Span);
        if (key is null || !isSigned) return HubRefusal.Unauthorized(NotProven);
        if (!IsTimely(timestamp))
        {
            return HubRefusal.Unauthorized(
                $"The Timestamp is not within {Window.TotalMinutes} minutes of now, in milliseconds since 1970.");
        }

        caller = new HubCaller(key, clientRequestId);
        return WrongId(clientRequestId);
    }

    private static string? Missing(WireRequest request) =>
        new[] { HubHeaders.ApiKey, HubHeaders.Timestamp, HubHeaders.Authorization }
            .FirstOrDefault(name => string.IsNullOrEmpty(request.Header(name)));

    private bool IsTimely(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && Math.Abs(time.GetUtcNow().ToUnixTimeMilliseconds() - milliseconds) <= Window.TotalMilliseconds;

    private static HubRefusal? WrongId(string id)
    {
        if (string.IsNullOrWhiteSpace(id))
        {
            return HubRefusal.BadRequest(HubError.Gateway(
                ErrorCode.BodyOrHeaderMissing, HubHeaders.ClientRequestId, "The header Client-Request-Id is missing."));
        }

        return id.Length <= Ledger.Key.MaximumLength && !id.Any(char.IsControl)
            ? null
            : HubRefusal.BadRequest(HubError.Gateway(
                ErrorCode.FieldInvalid,
                HubHeaders.ClientRequestId,
                $"Client-Request-Id may have at most {Ledger.Key.MaximumLength} characters, no control characters."));
    }
}
