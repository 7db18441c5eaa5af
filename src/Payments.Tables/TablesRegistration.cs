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
using Payments.Tables.Credentials;
using Payments.Tables.Ledgers;
using Payments.Tables.Timeline;

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
            .AddSingleton<ICounterStore, TableCounterStore>()
            .AddSingleton<ISandboxBooks, TableSandboxBooks>()
            .AddCredentialStore(configuration)
            .AddSingleton<IDependencyCheck, TableStorageCheck>()
            .AddSingleton<TableInitializer>()
            .AddHostedService(provider => provider.GetRequiredService<TableInitializer>());
    }

    /// <summary>
    /// Registers only the client and the credential store, for a program without the use cases.
    /// </summary>
    public static IServiceCollection AddPaymentsCredentials(
        this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        return services
            .AddSingleton(provider => CreateClient(configuration, provider))
            .AddCredentialStore(configuration);
    }

    /// <summary>
    /// Whether the tables are on this machine: a service that runs elsewhere is one that strangers can reach.
    /// </summary>
    public static bool IsLocal(IConfiguration configuration)
    {
        var connection = configuration["Tables"] ?? "";
        if (connection.Length == 0) return IsLoopback(configuration["Tables:serviceUri"] ?? "");
        var parts = connection
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .ToLookup(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
        return parts["UseDevelopmentStorage"].Contains("true", StringComparer.OrdinalIgnoreCase)
            || parts["TableEndpoint"].Any(IsLoopback);
    }

    private static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var parsed) && parsed.IsLoopback;

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
