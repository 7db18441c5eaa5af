using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Payments.Functions.Http;

/// <summary>
/// Headers of every answer, whichever function gives it, preflights, health and failures included. An answer holds
/// payments or credentials, so nobody caches it, except the documents below <c>/docs</c>, which say how long they may
/// be kept. <c>Strict-Transport-Security</c> is sent over plain HTTP too, where
/// browsers ignore it (RFC 6797, 8.1): behind Azure's front end every request arrives as plain HTTP, and whether it
/// was HTTPS is told by a header that a host need not pass on. Without <c>includeSubDomains</c>: the domain's other
/// hosts are not this app's to speak for.
/// </summary>
internal sealed class SecurityHeaders : IStartupFilter
{
    /// <summary>A year, as the lists of browsers demand.</summary>
    private const string TransportSecurity = "max-age=31536000";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, following) =>
        {
            // The worker puts a collection of its own in place of these, and copies it back as the response starts,
            // before this callback: the last to be registered is the first to run.
            var sent = context.Response.Headers;
            context.Response.OnStarting(() =>
            {
                Set(sent, context.Request.Path.StartsWithSegments("/docs"));
                return Task.CompletedTask;
            });
            return following(context);
        });
        next(app);
    };

    private static void Set(IHeaderDictionary headers, bool isDocument)
    {
        if (!isDocument || headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.StrictTransportSecurity = TransportSecurity;
    }
}
