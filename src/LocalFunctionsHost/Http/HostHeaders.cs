using Microsoft.AspNetCore.Http;

namespace LocalFunctionsHost.Http;

/// <summary>
/// Host headers of which no URI can be made: an empty host, a port beyond 65,535, malformed punycode. Kestrel lets them
/// pass; Azure's front end does not, and RFC 9112 (3.2) demands 400.
/// </summary>
internal static class HostHeaders
{
    /// <summary>True without the header, too: only HTTP/1.0 can do without, and Kestrel sees to that.</summary>
    public static bool IsValid(HttpRequest request)
    {
        if (request.Headers.Host is not [{ } sent, ..]) return true;
        try
        {
            return sent.Length > 0 && new Uri($"http://{request.Host.ToUriComponent()}").IdnHost.Length > 0;
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException)
        {
            return false;
        }
    }
}
