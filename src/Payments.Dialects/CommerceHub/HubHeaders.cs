using Payments.Dialects.Wire;

namespace Payments.Dialects.CommerceHub;

/// <summary>The request headers (commerce-hub-credits.md, part 2), and <c>ApiTraceId</c> of responses.</summary>
internal static class HubHeaders
{
    public const string ApiKey = "Api-Key";
    public const string ApiTraceId = WireResponse.TraceIdHeader;
    public const string AuthTokenType = "Auth-Token-Type";
    public const string Authorization = "Authorization";
    public const string ClientRequestId = "Client-Request-Id";
    public const string ContentType = "Content-Type";
    public const string Timestamp = "Timestamp";
}
