using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Payments.Functions.Http;

/// <summary>
/// Replaces a Host header of which no URI can be made (<c>a:99999</c>, malformed punycode): the worker would fail on
/// it before it calls a function, with 500 and a stack trace. A front end rejects such a request; where one does not,
/// it is served all the same, because nothing here depends on the host. It can't be rejected here: the host's call of
/// the function, over gRPC, would wait for a request that never comes.
/// </summary>
internal sealed class HostHeader : IStartupFilter
{
    private static readonly HostString Replacement = new("localhost");

    /// <summary>Nearly all requests have the same: it is parsed once.</summary>
    private volatile string _lastValid = "";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, following) =>
        {
            if (!IsValid(context.Request)) context.Request.Host = Replacement;
            return following(context);
        });
        next(app);
    };

    private bool IsValid(HttpRequest request)
    {
        try
        {
            var host = request.Host;
            if (!host.HasValue || host.Value == _lastValid) return true;
            if (!Uri.TryCreate($"http://{host.Value}", UriKind.Absolute, out _)) return false;
            _lastValid = host.Value;
            return true;
        }
        catch (ArgumentException)
        {
            // Malformed punycode.
            return false;
        }
    }
}
