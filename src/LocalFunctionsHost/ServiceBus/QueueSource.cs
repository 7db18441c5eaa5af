using Azure.Messaging.ServiceBus;
using LocalFunctionsHost.Configuration;
using LocalFunctionsHost.Functions;

namespace LocalFunctionsHost.ServiceBus;

/// <summary>
/// The source of a function's messages, from its trigger and the settings that the trigger refers to.
/// </summary>
internal sealed record QueueSource(
    string Connection, string Entity, string? Subscription, bool HasSessions, bool AutoComplete)
{
    /// <summary>Constants.DefaultConnectionStringName of the extension.</summary>
    private const string DefaultConnection = "ServiceBus";

    public static QueueSource Create(Function function, Settings settings, ServiceBusOptions options)
    {
        var trigger = function.Trigger;
        var isBatch = trigger.Flag("isBatched") == true
            || "many".Equals(trigger.Text("cardinality"), StringComparison.OrdinalIgnoreCase);
        if (isBatch) throw new FunctionRejectedException("this host does not support batches of messages");
        var entity = trigger.Text("queueName") ?? trigger.Text("topicName")
            ?? throw new FunctionRejectedException("its trigger names neither a queue nor a topic");
        var subscription = trigger.Text("subscriptionName");
        return new QueueSource(
            ConnectionString(trigger.Text("connection") ?? DefaultConnection, settings),
            settings.Resolve(entity),
            subscription is null ? null : settings.Resolve(subscription),
            trigger.Flag("isSessionsEnabled") ?? false,
            trigger.Flag("autoCompleteMessages") ?? options.AutoCompleteMessages);
    }

    public ServiceBusProcessor CreateProcessor(ServiceBusClient client, ServiceBusOptions options)
    {
        var chosen = new ServiceBusProcessorOptions
        {
            AutoCompleteMessages = AutoComplete,
            PrefetchCount = options.PrefetchCount,
            MaxAutoLockRenewalDuration = options.MaxAutoLockRenewalDuration,
            MaxConcurrentCalls = options.MaxConcurrentCalls,
        };
        return Subscription is null
            ? client.CreateProcessor(Entity, chosen)
            : client.CreateProcessor(Entity, Subscription, chosen);
    }

    public ServiceBusSessionProcessor CreateSessionProcessor(ServiceBusClient client, ServiceBusOptions options)
    {
        var chosen = new ServiceBusSessionProcessorOptions
        {
            AutoCompleteMessages = AutoComplete,
            PrefetchCount = options.PrefetchCount,
            MaxAutoLockRenewalDuration = options.MaxAutoLockRenewalDuration,
            MaxConcurrentSessions = options.MaxConcurrentSessions,
            MaxConcurrentCallsPerSession = options.MaxConcurrentCallsPerSession,
            SessionIdleTimeout = options.SessionIdleTimeout,
        };
        return Subscription is null
            ? client.CreateSessionProcessor(Entity, chosen)
            : client.CreateSessionProcessor(Entity, Subscription, chosen);
    }

    private static string ConnectionString(string name, Settings settings) =>
        settings.FindConnectionString(settings.Resolve(name))
        ?? throw new FunctionRejectedException($"there is no setting '{name}' with a connection string");
}
