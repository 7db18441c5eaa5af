using System.Net;
using System.Net.Sockets;

namespace Payments.Webhooks;

/// <summary>A host's name leads to no address that may be connected to.</summary>
internal sealed class ForbiddenAddressException(string host)
    : IOException($"The name {host} leads to no public address.");

/// <summary>
/// Opens connections to endpoints. The addresses that a name leads to are judged after its resolution, and the
/// connection is made to those very addresses: a name that leads elsewhere a moment later gains nothing.
/// </summary>
/// <param name="rules">Which addresses may be connected to.</param>
/// <param name="resolve">Resolves a name; a parameter so that tests can.</param>
internal sealed class GuardedConnections(
    AddressRules rules, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A name is resolved anew at least this often.</summary>
    private static readonly TimeSpan PooledLifetime = TimeSpan.FromMinutes(2);

    private const int MaxConnectionsPerEndpoint = 16;
    private const int MaxHeadersKilobytes = 16;

    /// <summary>
    /// A handler that follows no redirects (they could lead anywhere), uses no proxy (which would resolve names itself)
    /// and keeps no cookies.
    /// </summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        ConnectCallback = ConnectAsync,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = PooledLifetime,
        MaxConnectionsPerServer = MaxConnectionsPerEndpoint,
        MaxResponseHeadersLength = MaxHeadersKilobytes,
        // A trace's headers would tell the endpoint what is going on here.
        ActivityHeadersPropagator = null,
    };

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
        var allowed = addresses.Where(rules.Allows).ToArray();
        if (allowed.Length == 0) throw new ForbiddenAddressException(host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
