using System.Net;
using System.Net.Sockets;

namespace Payments.Dialects.Wire;

/// <summary>
/// The addresses of callers, as the proxies in front of the service report them: each appends the address that it was
/// called from to <c>X-Forwarded-For</c>. What stands further left was sent by the caller, and may be invented.
/// </summary>
/// <param name="trustedProxies">How many proxies stand in front of the service: in App Service, its front end.</param>
public sealed class CallerAddresses(int trustedProxies)
{
    /// <summary>The header.</summary>
    public const string Header = "X-Forwarded-For";

    /// <summary>The front end of App Service alone.</summary>
    public const int DefaultTrustedProxies = 1;

    /// <summary>Callers without a valid address share one.</summary>
    public const string Unknown = "unknown";

    /// <summary>A caller of IPv6 has at least 2^64 addresses: they count as one.</summary>
    private const int NetworkBytes = 8;

    /// <summary>The caller's IPv4 address or IPv6 network, without its port.</summary>
    public string Read(WireRequest request)
    {
        if (trustedProxies <= 0 || request.Header(Header) is not { } header) return Unknown;
        var hops = header.Split(',', StringSplitOptions.TrimEntries);
        var caller = hops[^Math.Min(trustedProxies, hops.Length)];
        return IPEndPoint.TryParse(caller, out var found) ? Write(found.Address) : Unknown;
    }

    private static string Write(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address.ToString();
    }
}
