using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Payments.Handlers.Ports;
using Payments.Handlers.Telemetry;
using Payments.Handlers.Writing;
using Payments.Processors.Sandbox;
using Payments.Tables.Availability;
using Payments.Tables.Credentials;
using Payments.Tables.Ledgers;
using Payments.Tables.Storage;
using Payments.Tables.Timeline;

namespace Payments.Tables;

/// <summary>Registers Table Storage behind the ports.</summary>
public static class TablesRegistration
{
    /// <summary>
    /// Registers the adapters. The setting <c>Tables</c> is one storage account or a list of them
    /// (<see cref="AccountSettings"/>).
    /// </summary>
    public static IServiceCollection AddPaymentsTables(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<PaymentsMetrics>();
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        return services
            .AddSingleton(provider => Connect(configuration, provider))
            .AddSingleton<ILedgerStore, TableLedgerStore>()
            .AddSingleton<IKeyStore, TableKeyStore>()
            .AddSingleton<IIdempotencyStore, TableIdempotencyStore>()
            .AddSingleton<ITimeline, TableTimeline>()
            .AddSingleton<IOutbox, TableOutbox>()
            .AddSingleton<ICounterStore, TableCounterStore>()
            .AddSingleton<ISandboxBooks, TableSandboxBooks>()
            .AddCredentialStore(configuration)
            .AddSingleton<IWebhookStore, TableWebhookStore>()
            .AddSingleton<IDependencyCheck, TableStorageCheck>()
            .AddSingleton<TableInitializer>()
            .AddHostedService(provider => provider.GetRequiredService<TableInitializer>());
    }

    /// <summary>
    /// Registers only the storage accounts and the credential store, for a program without the use cases. It needs the
    /// first account, and does not check whether that is the right one.
    /// </summary>
    public static IServiceCollection AddPaymentsCredentials(
        this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<PaymentsMetrics>();
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        return services
            .AddSingleton(provider => Connect(configuration, provider, areChecked: true))
            .AddCredentialStore(configuration);
    }

    private static IServiceCollection AddCredentialStore(
        this IServiceCollection services, IConfiguration configuration) => services
            .AddSingleton(provider => EncryptionKeys.Load(configuration, provider))
            .AddSingleton<ICredentialStore, TableCredentialStore>();

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

    private static StorageAccounts Connect(
        IConfiguration configuration, IServiceProvider provider, bool areChecked = false)
    {
        var settings = AccountSettings.Read(configuration);
        if (settings.Problems.Count > 0) throw new InvalidOperationException(string.Join(" ", settings.Problems));
        if (settings.Accounts.Count == 0)
        {
            throw new InvalidOperationException(
                "Neither the setting 'Tables' (a connection string, or a list) nor 'Tables:serviceUri' is set.");
        }

        return new StorageAccounts([.. settings.Accounts.Select(account => Connect(account, provider))], areChecked);
    }

    /// <summary>Each account has a circuit breaker of its own: one that is away does not stop the others.</summary>
    private static TableServiceClient Connect(AccountSetting account, IServiceProvider provider)
    {
        var options = CreateOptions(provider.GetRequiredService<TimeProvider>());
        var metering = new MeteringPolicy(provider.GetRequiredService<PaymentsMetrics>());
        options.AddPolicy(metering, HttpPipelinePosition.PerRetry);
        return account.Connection is { } connection
            ? new TableServiceClient(connection, options)
            : new TableServiceClient(account.Endpoint, provider.GetRequiredService<TokenCredential>(), options);
    }
}
