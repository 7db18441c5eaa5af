using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;

namespace Payments.Processors.Stripe;

/// <summary>Stripe as a service.</summary>
public static class StripeRegistration
{
    /// <summary>How long a connection is used: then Stripe's name is looked up again.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Adds Stripe to the processors. Call it before the processor that is to be the default.</summary>
    public static IServiceCollection AddStripeProcessor(this IServiceCollection services, StripeSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);

        // One client for good: its connections are renewed, not its handler. It does not log requests, whose headers
        // have the API key, and follows no redirects, which would take the key elsewhere.
        services
            .AddHttpClient(StripeAccounts.HttpClientName, client => client.Timeout = settings.AttemptTimeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                PooledConnectionLifetime = ConnectionLifetime,
                UseCookies = false,
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services
            .AddSingleton(provider => new StripeAccounts(
                settings, provider.GetRequiredService<IHttpClientFactory>()))
            .AddSingleton(provider => new StripeProcessor(
                provider.GetRequiredService<StripeAccounts>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<StripeProcessor>>()))
            .AddSingleton<IPaymentProcessor>(provider => provider.GetRequiredService<StripeProcessor>())
            .AddSingleton<IProcessorStatement>(provider => new StripeMovements(
                provider.GetRequiredService<StripeAccounts>()))
            .AddSingleton<IProcessorNotifications>(provider => new StripeNotifications(
                provider.GetRequiredService<StripeAccounts>(), provider.GetRequiredService<TimeProvider>()));
    }
}
