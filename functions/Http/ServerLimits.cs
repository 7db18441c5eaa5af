using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Payments.Functions.Http;

/// <summary>
/// Limits of the worker's web server: what it cuts off before a function is called. A host stands before it, with
/// limits of its own; these hold whatever that host is.
/// </summary>
internal static class ServerLimits
{
    /// <summary>All headers together, in bytes; more is 431.</summary>
    public const int MaxHeaderBytes = 32 * 1024;

    /// <summary>The number of headers; more is 431.</summary>
    public const int MaxHeaders = 100;

    /// <summary>Method, address and version, in bytes; more is 414.</summary>
    public const int MaxRequestLineBytes = 8 * 1024;

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
