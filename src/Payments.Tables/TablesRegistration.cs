using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Processors.Sandbox;
using Payments.Tables.Availability;
using Payments.Tables.Ledgers;

namespace Payments.Tables;

/// <summary>Registers Table Storage behind the ports.</summary>
public static class TablesRegistration
{
    /// <summary>
    /// Registers the adapters. The setting is <c>Tables</c> (a connection string) or <c>Tables:serviceUri</c>, which
    /// uses the app's identity.
    /// </summary>
    public static IServiceCollection AddPaymentsTables(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        return services
            .AddSingleton(provider => CreateClient(configuration, provider))
            .AddSingleton<ILedgerStore, TableLedgerStore>()
            .AddSingleton<IKeyStore, TableKeyStore>()
            .AddSingleton<IIdempotencyStore, TableIdempotencyStore>()
            .AddSingleton<ITimeline, TableTimeline>()
            .AddSingleton<IOutbox, TableOutbox>()
            .AddSingleton<ISandboxBooks, TableSandboxBooks>()
            .AddSingleton<IDependencyCheck, TableStorageCheck>()
            .AddSingleton<TableInitializer>()
            .AddHostedService(provider => provider.GetRequiredService<TableInitializer>());
    }

    /// <summary>How the client retries, and what it does while storage is away.</summary>
    internal static TableClientOptions CreateOptions(TimeProvider time)
    {
        var options = new TableClientOptions
        {
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = AdapterRetries.MaxRetries,
                Delay = AdapterRetries.FirstPause,
                MaxDelay = AdapterRetries.MaxPause,
                NetworkTimeout = AdapterRetries.StorageAttemptTimeout,
            },
        };
        options.AddPolicy(new UnavailabilityPolicy(), HttpPipelinePosition.PerCall);
        options.AddPolicy(new BreakerPolicy(new StorageBreaker(time)), HttpPipelinePosition.PerRetry);
        return options;
    }

    private static TableServiceClient CreateClient(IConfiguration configuration, IServiceProvider provider)
    {
        var options = CreateOptions(provider.GetRequiredService<TimeProvider>());
        if (configuration["Tables"] is { Length: > 0 } connection) return new TableServiceClient(connection, options);
        return configuration["Tables:serviceUri"] is { Length: > 0 } address
            ? new TableServiceClient(new Uri(address), provider.GetRequiredService<TokenCredential>(), options)
            : throw new InvalidOperationException(
                "Neither the setting 'Tables' (a connection string) nor 'Tables:serviceUri' is set.");
    }
}
