using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Payments.Webhooks;

/// <summary>
/// Where messages may go. An endpoint's address is whatever an organization registers, and what its host's name leads
/// to is decided by someone else: so the addresses that it leads to are judged when a connection is opened, and only
/// public ones are connected to. Everything else would let a caller reach the service's own network (SSRF).
/// </summary>
/// <param name="isLocal">Whether the service runs on one machine: then this machine, and http, are allowed.</param>
internal sealed class AddressRules(bool isLocal)
{
    /// <summary>In characters.</summary>
    public const int MaxLength = 2_000;

    private const int HttpsPort = 443;
    private const int FirstUserPort = 1_024;

    /// <summary>
    /// The networks of IPv4 that are not public (IANA's registry of special-purpose addresses), and the address at
    /// which each machine in Azure reaches its platform.
    /// </summary>
    private static readonly ImmutableArray<IPNetwork> Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>All of IPv6 that is assigned to public hosts.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>
    /// The networks within it that are not public, or that carry an address of IPv4, which could be any: protocol
    /// assignments with Teredo, documentation, 6to4.
    /// </summary>
    private static readonly ImmutableArray<IPNetwork> SpecialWithin =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <summary>Whether a connection to an address may be opened.</summary>
    public bool Allows(IPAddress address)
    {
        var own = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (isLocal && IPAddress.IsLoopback(own)) return true;
        return own.AddressFamily == AddressFamily.InterNetwork
            ? !Special.Any(network => network.Contains(own))
            : GlobalUnicast.Contains(own) && !SpecialWithin.Any(network => network.Contains(own));
    }

    /// <summary>Why an endpoint can't have this address; null if it can, as far as the text tells.</summary>
    public string? Explain(Uri url)
    {
        if (!url.IsAbsoluteUri) return "must be an absolute address";
        if (url.OriginalString.Length > MaxLength) return $"must have at most {MaxLength} characters";
        if (url.Scheme != Uri.UriSchemeHttps && !(isLocal && url.Scheme == Uri.UriSchemeHttp))
            return "must begin with https://";
        if (url.UserInfo.Length > 0) return "must not contain a user name or password";
        if (url.Fragment.Length > 0) return "must not contain a fragment";
        if (url.Port != HttpsPort && url.Port < FirstUserPort && !isLocal)
            return $"must have the port {HttpsPort}, or one from {FirstUserPort}";
        return IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address) && !Allows(address)
            ? "must lead to a public address"
            : null;
    }
}
