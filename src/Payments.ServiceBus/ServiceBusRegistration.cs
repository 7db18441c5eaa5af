using Azure.Core;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Writing;

namespace Payments.ServiceBus;

/// <summary>Registers Service Bus behind the ports.</summary>
public static class ServiceBusRegistration
{
    /// <summary>
    /// Registers the adapters. The setting is <c>ServiceBus</c> (a connection string) or
    /// <c>ServiceBus:fullyQualifiedNamespace</c>, which uses the app's identity; the triggers read the same setting.
    /// </summary>
    public static IServiceCollection AddPaymentsServiceBus(
        this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        return services
            .AddSingleton(provider => CreateClient(configuration, provider))
            .AddKeyedSingleton<IWorkQueue, ServiceBusWorkQueue>(OutboxQueue.Broker)
            .AddSingleton<OutboxQueue>()
            .AddSingleton<IWorkQueue>(provider => provider.GetRequiredService<OutboxQueue>())
            .AddSingleton<IDependencyCheck>(provider => provider.GetRequiredService<OutboxQueue>())
            .AddSingleton<IDeadLetters, ServiceBusDeadLetters>()
            .AddSingleton<IDependencyCheck, ServiceBusCheck>();
    }

    /// <summary>How the client retries.</summary>
    internal static ServiceBusClientOptions CreateOptions() => new()
    {
        RetryOptions = new ServiceBusRetryOptions
        {
            Mode = ServiceBusRetryMode.Exponential,
            MaxRetries = AdapterRetries.MaxRetries,
            Delay = AdapterRetries.FirstPause,
            MaxDelay = AdapterRetries.MaxPause,
            TryTimeout = AdapterRetries.AttemptTimeout,
        },
    };

    private static ServiceBusClient CreateClient(IConfiguration configuration, IServiceProvider provider)
    {
        if (configuration["ServiceBus"] is { Length: > 0 } connection)
            return new ServiceBusClient(connection, CreateOptions());
        return configuration["ServiceBus:fullyQualifiedNamespace"] is { Length: > 0 } host
            ? new ServiceBusClient(host, provider.GetRequiredService<TokenCredential>(), CreateOptions())
            : throw new InvalidOperationException(
                "Neither the setting 'ServiceBus' (a connection string) nor 'ServiceBus:fullyQualifiedNamespace' "
                + "is set.");
    }
}
