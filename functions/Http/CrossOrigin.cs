using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Configuration;

namespace Payments.Functions.Http;

/// <summary>
/// Which origins' pages may read responses (CORS, fetch.spec.whatwg.org): those of the setting
/// <c>Cors:AllowedOrigins</c>, separated by spaces or commas. An origin that ends in <c>:*</c> is allowed on every
/// port; <c>*</c> allows every origin. Callers authenticate by headers that a page must have been given, never by a
/// cookie, so an allowed origin gains nothing by itself. The platform's own CORS stays off: it would answer preflights
/// before the app does, and add its own headers.
/// </summary>
public sealed class CrossOrigin(IConfiguration configuration)
{
    private const string Any = "*";
    private const string AnyPort = ":*";

    /// <summary>The response headers that a page may read beyond those that it always may.</summary>
    private const string Exposed = "ApiTraceId, Idempotency-Replayed, Location, Retry-After, WWW-Authenticate";

    private const string Methods = "GET, POST, PUT, PATCH, DELETE";

    /// <summary>In seconds: two hours, the longest that Chromium caches a preflight response.</summary>
    private const string MaxAge = "7200";

    private readonly ImmutableArray<string> _allowed =
    [
        .. (configuration["Cors:AllowedOrigins"] ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries),
    ];

    /// <summary>
    /// The headers of a response: none if no origin is allowed at all. Otherwise responses vary by origin, and caches
    /// must know that even when this origin is not allowed.
    /// </summary>
    public IEnumerable<(string Name, string Value)> HeadersFor(HttpRequestData request)
    {
        if (_allowed.IsEmpty) yield break;
        yield return ("Vary", "Origin");
        if (FindAllowedOrigin(request) is not { } origin) yield break;
        yield return ("Access-Control-Allow-Origin", origin);
        yield return ("Access-Control-Expose-Headers", Exposed);
    }

    /// <summary>
    /// The headers that allow a browser to send the request; null if it may not, or if this is not a preflight. All
    /// requested headers are allowed: the clients of three APIs send their own.
    /// </summary>
    public IReadOnlyList<(string Name, string Value)>? PreflightHeadersFor(HttpRequestData request)
    {
        if (FindAllowedOrigin(request) is not { } origin || First(request, "Access-Control-Request-Method") is null)
            return null;
        var asked = First(request, "Access-Control-Request-Headers");
        return
        [
            ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Allow-Methods", Methods),
            .. asked is null ? default(ReadOnlySpan<(string, string)>) : [("Access-Control-Allow-Headers", asked)],
            ("Access-Control-Max-Age", MaxAge),
            ("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"),
        ];
    }

    private string? FindAllowedOrigin(HttpRequestData request) =>
        First(request, "Origin") is { Length: > 0 } origin && _allowed.Any(allowed => Allows(allowed, origin))
            ? origin
            : null;

    private static bool Allows(string allowed, string origin)
    {
        if (allowed == Any) return true;
        if (!allowed.EndsWith(AnyPort, StringComparison.Ordinal)) return IsSameOrigin(allowed, origin);
        var host = allowed[..^AnyPort.Length];
        return IsSameOrigin(host, origin)
            || (origin.LastIndexOf(':') is var port
                && port == host.Length
                && IsSameOrigin(host, origin[..port])
                && origin[(port + 1)..] is { Length: > 0 } digits
                && digits.All(char.IsAsciiDigit));
    }

    private static bool IsSameOrigin(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static string? First(HttpRequestData request, string name) =>
        request.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
