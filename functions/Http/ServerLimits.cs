using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Payments.Functions.Http;

/// <summary>
/// Limits of the worker's web server. The host in front has Kestrel's own limits for headers and addresses (414, 431),
/// and adds headers of its own to what passes them. What this server rejected would reach no function: the host's call
/// would wait 15 seconds for it, and fail with 500. So these are above whatever a host passes on.
/// </summary>
internal static class ServerLimits
{
    /// <summary>All headers together, in bytes: a host passes on 32 KiB, and adds the address once more.</summary>
    public const int MaxHeaderBytes = 64 * 1024;

    /// <summary>The number of headers: a host passes on 100, and adds some ten.</summary>
    public const int MaxHeaders = 150;

    /// <summary>
    /// Method, address and version, in bytes: a host passes on 8 KiB, in which escaping may triple a path.
    /// </summary>
    public const int MaxRequestLineBytes = 32 * 1024;

    /// <summary>How long the headers may take to arrive.</summary>
    public static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A body that arrives more slowly than this many bytes a second is 408.</summary>
    public const double MinBodyBytesPerSecond = 1024;

    /// <summary>How long a body may pause.</summary>
    public static readonly TimeSpan BodyGracePeriod = TimeSpan.FromSeconds(5);

    public static void Apply(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        var limits = server.Limits;
        limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        limits.MaxRequestHeaderCount = MaxHeaders;
        limits.MaxRequestLineSize = MaxRequestLineBytes;
        limits.RequestHeadersTimeout = HeadersTimeout;
        limits.MinRequestBodyDataRate = new MinDataRate(MinBodyBytesPerSecond, BodyGracePeriod);
    }
}
