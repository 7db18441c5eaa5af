namespace Payments.Dialects.CommerceHub;

/// <summary>The headers of a request (commerce-hub-credits.md, part 2), and the one of an answer.</summary>
internal static class HubHeaders
{
    public const string ApiKey = "Api-Key";
    public const string ApiTraceId = "ApiTraceId";
    public const string AuthTokenType = "Auth-Token-Type";
    public const string Authorization = "Authorization";
    public const string ClientRequestId = "Client-Request-Id";
    public const string ContentType = "Content-Type";
    public const string Timestamp = "Timestamp";
}
