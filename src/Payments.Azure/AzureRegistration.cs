using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Payments.Azure.Ledgers;
using Payments.Handlers;
using Payments.Processors;

namespace Payments.Azure;

/// <summary>Table Storage and Service Bus behind the ports.</summary>
public static class AzureRegistration
{
    /// <summary>
    /// The longest that one try of a request may take. A healthy one takes milliseconds; four tries and the pauses
    /// between them stay under <see cref="AcceptanceLimits.Longest"/>.
    /// </summary>
    public static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How often a failed try is repeated: a busy or moving partition is back within a second or so.</summary>
    public const int MaximumRetries = 3;

    /// <summary>Pauses of about 0.1, 0.2 and 0.4 s: a customer may be waiting, and queues try again anyway.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause, unless the service itself asks for a longer one.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Registers the adapters. Settings: <c>Tables</c> (a connection string) or <c>Tables:serviceUri</c>, and
    /// <c>ServiceBus</c> (a connection string) or <c>ServiceBus:fullyQualifiedNamespace</c>; the second of each pair
    /// uses the app's identity. They are the names that the triggers' own connections have.
    /// </summary>
    public static IServiceCollection AddPaymentsAzure(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.AddSingleton(provider => TablesOf(configuration, provider));
        services.AddSingleton(provider => ServiceBusOf(configuration, provider));
        services.AddSingleton<ILedgerStore, TableLedgerStore>();
        services.AddSingleton<IKeyStore, TableKeyStore>();
        services.AddSingleton<IAnswerStore, TableAnswerStore>();
        services.AddSingleton<ITimeline, TableTimeline>();
        services.AddSingleton<ServiceBusWorkQueue>();
        services.AddSingleton<IOutbox, TableOutbox>();
        services.AddSingleton(provider => new OutboxQueue(
            provider.GetRequiredService<ServiceBusWorkQueue>(),
            provider.GetRequiredService<IOutbox>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Random>(),
            provider.GetRequiredService<ILogger<OutboxQueue>>()));
        services.AddSingleton<IWorkQueue>(provider => provider.GetRequiredService<OutboxQueue>());
        services.AddSingleton<IDeadLetters, ServiceBusDeadLetters>();
        services.AddSingleton<ISandboxBooks, TableSandboxBooks>();
        return services.AddHostedService<TablesAtStart>();
    }

    /// <summary>How the table client repeats what failed.</summary>
    internal static TableClientOptions TableOptions() => new()
    {
        Retry =
        {
            Mode = RetryMode.Exponential,
            MaxRetries = MaximumRetries,
            Delay = FirstPause,
            MaxDelay = LongestPause,
            NetworkTimeout = TryTimeout,
        },
    };

    /// <summary>How the Service Bus client repeats what failed.</summary>
    internal static ServiceBusClientOptions ServiceBusOptions() => new()
    {
        RetryOptions = new ServiceBusRetryOptions
        {
            Mode = ServiceBusRetryMode.Exponential,
            MaxRetries = MaximumRetries,
            Delay = FirstPause,
            MaxDelay = LongestPause,
            TryTimeout = TryTimeout,
        },
    };

    private static TableServiceClient TablesOf(IConfiguration configuration, IServiceProvider provider)
    {
        if (configuration["Tables"] is { Length: > 0 } connection)
            return new TableServiceClient(connection, TableOptions());
        var uri = new Uri(Required(configuration, "Tables", "serviceUri"));
        return new TableServiceClient(uri, provider.GetRequiredService<TokenCredential>(), TableOptions());
    }

    private static ServiceBusClient ServiceBusOf(IConfiguration configuration, IServiceProvider provider)
    {
        var options = ServiceBusOptions();
        if (configuration["ServiceBus"] is { Length: > 0 } connection) return new ServiceBusClient(connection, options);
        var host = Required(configuration, "ServiceBus", "fullyQualifiedNamespace");
        return new ServiceBusClient(host, provider.GetRequiredService<TokenCredential>(), options);
    }

    private static string Required(IConfiguration configuration, string name, string part) =>
        configuration[$"{name}:{part}"] is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException(
                $"Neither the setting '{name}' (a connection string) nor '{name}:{part}' is there.");
}
