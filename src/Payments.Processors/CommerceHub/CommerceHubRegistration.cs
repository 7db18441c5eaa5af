using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;
using Polly;

namespace Payments.Processors.CommerceHub;

/// <summary>The Commerce Hub gateway as a service.</summary>
public static class CommerceHubRegistration
{
    /// <summary>
    /// How often a request is repeated at once, under its id: after a connection that failed, a timeout, 408, 429 and
    /// 5xx.
    /// </summary>
    public const int MaxRetries = 2;

    /// <summary>Before the first repetition, with jitter; twice as long before the second.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a connection is used: then the gateway's name is looked up again.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Adds the gateway to the processors. Call it before the processor that is to be the default.
    /// </summary>
    public static IServiceCollection AddCommerceHubProcessor(
        this IServiceCollection services, CommerceHubSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);

        // One client for good: its connections are renewed, not its handler. It logs no requests, and follows no
        // redirects, which would take the signed body elsewhere. Each try of a request is signed: that comes last.
        var http = services
            .AddHttpClient(HubClient.HttpClientName, client =>
            {
                client.BaseAddress = new Uri($"{settings.Address.AbsoluteUri.TrimEnd('/')}/");
                client.Timeout = Timeout.InfiniteTimeSpan;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                PooledConnectionLifetime = ConnectionLifetime,
                UseCookies = false,
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        http.AddResilienceHandler("retries", pipeline => pipeline
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = MaxRetries,
                Delay = RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .AddTimeout(settings.AttemptTimeout));
        http.AddHttpMessageHandler(provider => new RequestSigning(provider.GetRequiredService<TimeProvider>()));
        return services
            .AddSingleton(provider => new HubClient(
                settings,
                provider.GetRequiredService<IHttpClientFactory>(),
                provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new CommerceHubProcessor(
                provider.GetRequiredService<HubClient>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<CommerceHubProcessor>>()))
            .AddSingleton<IPaymentProcessor>(provider => provider.GetRequiredService<CommerceHubProcessor>());
    }
}
